/** A flag for every setting of training, made from its table: name, help, default, unit, range. */
import { type Command, Option } from 'commander';
import { ReelsenseError } from '../errors/index.js';
import { defaults, resolveConfiguration, settings, type TrainingConfiguration } from '../training/index.js';
import { kebabCase, numberOf, valueHelp } from './flags.js';

type Key = keyof TrainingConfiguration;
const keys = Object.keys(settings) as Key[];

/** Adds them all; a flag that is not given leaves its setting to the preset and the defaults. */
export function addTrainingFlags(command: Command): void {
  for (const key of keys) {
    const { kind, help, unit, minimum, maximum, choices } = settings[key];
    const flag = `--${kebabCase(key)}`;
    const standard = defaults[key];
    const description = `${help}${valueHelp({ unit, standard, minimum, maximum, choices })}`;
    if (kind === 'boolean') {
      command.addOption(new Option(flag, `${help} (default ${standard ? 'on' : 'off'})`));
      command.addOption(new Option(`--no-${kebabCase(key)}`, `do not ${help.replace(/^also /, '')}`));
      continue;
    }
    const value = kind === 'choices' ? '<list>' : kind === 'choice' ? '<name>' : '<n>';
    command.addOption(new Option(`${flag} ${value}`, description).argParser((text) => parsed(key, text)));
  }
}

/** The settings that were given as flags, checked one by one so that a refusal names the flag. */
export function givenSettings(options: Readonly<Record<string, unknown>>): Partial<TrainingConfiguration> {
  return Object.fromEntries(
    keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]),
  );
}

function parsed(key: Key, text: string): unknown {
  const flag = `--${kebabCase(key)}`;
  const { kind } = settings[key];
  const value =
    kind === 'integer' || kind === 'number'
      ? numberOf(flag, text)
      : kind === 'choices'
        ? text.split(',').map((item) => item.trim())
        : text;
  try {
    resolveConfiguration({ [key]: value });
  } catch (error) {
    if (!(error instanceof ReelsenseError)) throw error;
    throw new ReelsenseError(error.code, error.message.replace(key, flag));
  }
  return value;
}
