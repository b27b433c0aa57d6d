/** `reelsense export` of a language model: what `train --init` needs of it, in fewer bits, and what that costs. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { splitDataset } from '../datasets/index.js';
import type { WeightStorage } from '../models/index.js';
import {
  exportLanguageModel,
  readPretrainedCheckpoint,
  requireEmpty,
  splitSettings,
} from '../training/index.js';
import type { CommandContext } from './context.js';
import { type DataOptions, readLabelledData, skippedLines } from './data-options.js';
import { exitCodes } from './exit-codes.js';
import { megabytes } from './figures.js';

export interface LanguageModelTarget {
  /** Of `pretrain`. */
  readonly folder: string;
  readonly out: string;
  readonly storage: WeightStorage;
  readonly json: boolean;
}

/** @throws what exporting throws */
export async function exportLanguageModelTo(
  { folder, out, storage, json }: LanguageModelTarget,
  dataOptions: DataOptions,
  { console }: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  await requireEmpty(out); // before minutes of reading
  const from = await readPretrainedCheckpoint(folder);
  const { configuration } = from.model.facts;
  const data =
    dataOptions.data === undefined
      ? undefined
      : await trainingTexts(dataOptions, configuration, console, signal);
  if (data !== undefined) console.progress('Measuring perplexity');
  const { file, measured } = await exportLanguageModel({ from, to: out, storage, data, signal });
  const bytes = (await stat(join(out, file))).size;
  console.clearProgress();
  if (json) {
    await console.print(
      JSON.stringify({ folder: out, file, weights: storage, bytes, measured: measured ?? null }),
    );
    return exitCodes.success;
  }
  await console.print(`Language model: ${out} (${storage}, ${megabytes(bytes)}). Use it with train --init.`);
  await console.print(
    measured === undefined
      ? 'What the storage costs was not measured; give the texts that it read with --data to see.'
      : `Perplexity on held-out texts of ${measured.data}: ${measured.before.toFixed(2)} before, ${measured.after.toFixed(2)} as ${storage}.`,
  );
  return exitCodes.success;
}

async function trainingTexts(
  options: DataOptions,
  configuration: Parameters<typeof splitSettings>[0],
  console: CommandContext['console'],
  signal: AbortSignal,
): Promise<{ name: string; texts: string[] }> {
  const { dataset, exclude } = await readLabelledData(options, console, signal);
  for (const line of skippedLines(dataset)) console.note(line);
  const { train, unlabelled } = splitDataset(dataset, { exclude, ...splitSettings(configuration) });
  return { name: dataset.name, texts: [...train, ...unlabelled].map(({ text }) => text) };
}
