/** Flags made from a table of settings: name, help, default, unit, range. */
import { type Command, Option } from 'commander';
import { ReelsenseError } from '../errors/index.js';
import type { Setting, SettingsTable } from '../training/index.js';
import { kebabCase, numberOf, valueHelp } from './flags.js';

/** Settings of one command: the table, the defaults, and the check that names what is wrong. */
export interface SettingFlags<Configuration extends object> {
  readonly table: SettingsTable<Configuration>;
  readonly defaults: Configuration;
  /** Throws for a value out of bounds. */
  readonly check: (given: Partial<Configuration>) => unknown;
}

/** Adds a flag for each; one that is not given leaves its setting to the defaults. */
export function addSettingFlags<Configuration extends object>(
  command: Command,
  { table, defaults, check }: SettingFlags<Configuration>,
): void {
  for (const key of settingKeys(table)) {
    const { kind, help, unit, minimum, maximum, choices } = table[key];
    const flag = `--${kebabCase(key)}`;
    const standard = defaults[key];
    if (kind === 'boolean') {
      command.addOption(new Option(flag, `${help} (default ${standard ? 'on' : 'off'})`));
      command.addOption(new Option(`--no-${kebabCase(key)}`, `do not ${help.replace(/^also /, '')}`));
      continue;
    }
    const value = kind === 'choices' ? '<list>' : kind === 'choice' ? '<name>' : '<n>';
    const description = `${help}${valueHelp({ unit, standard, minimum, maximum, choices })}`;
    const parse = (text: string): unknown => {
      const parsed = parsedValue(flag, kind, text);
      try {
        check({ [key]: parsed } as Partial<Configuration>);
      } catch (error) {
        if (!(error instanceof ReelsenseError)) throw error;
        throw new ReelsenseError(error.code, error.message.replace(key, flag));
      }
      return parsed;
    };
    command.addOption(new Option(`${flag} ${value}`, description).argParser(parse));
  }
}

/** The settings that were given as flags. */
export function givenSettings<Configuration extends object>(
  table: SettingsTable<Configuration>,
  options: Readonly<Record<string, unknown>>,
): Partial<Configuration> {
  const given = settingKeys(table).filter((key) => options[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, options[key]])) as Partial<Configuration>;
}

/** @throws ReelsenseError 'invalid-option' for settings of the vocabulary beside a model to begin with, which brings its words along */
export function refuseOtherWords(
  initial: object | undefined,
  given: { readonly vocabularySize?: number | undefined; readonly minimumCount?: number | undefined },
): void {
  if (initial === undefined || (given.vocabularySize ?? given.minimumCount) === undefined) return;
  throw new ReelsenseError(
    'invalid-option',
    'A run that begins with a model keeps its words; leave --vocabulary-size and --minimum-count out beside --init.',
  );
}

function settingKeys<Configuration extends object>(
  table: SettingsTable<Configuration>,
): (keyof Configuration & string)[] {
  return Object.keys(table) as (keyof Configuration & string)[];
}

function parsedValue(flag: string, kind: Setting['kind'], text: string): unknown {
  if (kind === 'integer' || kind === 'number') return numberOf(flag, text);
  return kind === 'choices' ? text.split(',').map((item) => item.trim()) : text;
}
