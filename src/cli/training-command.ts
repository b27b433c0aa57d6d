/** The command that trains with settings that a search found, on the same data. */
import { commandText } from './command-text.js';
import type { DataOptions } from './data-options.js';
import { kebabCase } from './flags.js';

export interface TrainedLike extends DataOptions {
  readonly preset?: string;
  readonly init?: string;
}

/** Without the search's --limit: a model to keep is trained on all reviews. */
export function trainingCommand(
  options: TrainedLike,
  out: string,
  settings: Readonly<Record<string, unknown>>,
): string {
  const { data, exclude, textColumn, labelColumn, splitColumn, groupColumn, skipBadRows, preset, init } =
    options;
  const flags = {
    data,
    exclude,
    textColumn,
    labelColumn,
    splitColumn,
    groupColumn,
    out,
    init,
    preset,
    ...settings,
  };
  const words = Object.entries(flags).flatMap(([name, value]): string[] => {
    const flag = kebabCase(name);
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
    return [`--${flag}`, Array.isArray(value) ? value.join(',') : String(value)];
  });
  return commandText(['train', ...words, ...(skipBadRows === true ? ['--skip-bad-rows'] : [])]);
}
