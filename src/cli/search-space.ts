/** The space of `search`: from a file or the default one, without what the user or the method has fixed. */
import { readFile } from 'node:fs/promises';
import { readError } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  defaultSpace,
  parseSpace,
  type SearchMethod,
  type SearchSpace,
  type TrainingConfiguration,
} from '../training/index.js';
import { kebabCase } from './flags.js';

/** Stands below the help of the command. */
export const spaceHelp = `
The space, a JSON object: a list of values, or a range, for any setting below but those that decide the development part (split
seed, split by, development fraction), device, threads, teacher weight and checkpoint minutes (and epochs, which halving divides):
  { "learningRate": {"minimum": 1e-4, "maximum": 1e-2, "scale": "log"}, "layers": [1, 2], "pooling": [["max"], ["mean", "max"]] }
Without a file: learning rate, hidden size, batch size, three kinds of dropout and pooling, around the preset's values.`;

export interface FixedSettings {
  readonly base: TrainingConfiguration;
  /** As flags. */
  readonly given: Partial<TrainingConfiguration>;
  /** Of the language model that trials begin with. */
  readonly pretrained: Partial<TrainingConfiguration>;
}

/** @throws ReelsenseError 'invalid-option', 'file-not-found' */
export async function readSpace(
  { space, method }: { readonly space?: string; readonly method: SearchMethod },
  { base, given, pretrained }: FixedSettings,
): Promise<SearchSpace> {
  const taken = takenSettings(given, pretrained, method);
  return space === undefined
    ? defaultSpace(base, new Set(taken.keys()))
    : parseSpace(await readJson(space), taken);
}

/** Settings that cannot be searched too, and why. */
function takenSettings(
  given: Partial<TrainingConfiguration>,
  pretrained: Partial<TrainingConfiguration>,
  method: SearchMethod,
): Map<string, string> {
  const sizes = Object.keys(pretrained);
  const words = sizes.length > 0 ? ['vocabularySize', 'minimumCount'] : [];
  return new Map([
    ...[...sizes, ...words].map((name) => [name, 'the pretrained model has it'] as const),
    ...Object.keys(given).map((name) => [name, `it is given as --${kebabCase(name)}`] as const),
    ...(method === 'halving'
      ? [['epochs', 'halving divides the epochs; give --epochs, or --method random'] as const]
      : []),
  ]);
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw readError(error, path, 'check --space');
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReelsenseError(
      'invalid-option',
      `${path} is not JSON (${reason}); see \`reelsense search --help\`.`,
    );
  }
}
