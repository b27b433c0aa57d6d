/** Which settings a search tries, and over which values: read from JSON, checked by the table of settings, drawn with a seed. */
import { ReelsenseError } from '../../errors/index.js';
import { Random } from '../../random/index.js';
import { resolveConfiguration, settings, type TrainingConfiguration } from '../configuration.js';
import type { Setting } from '../setting.js';

export type SettingName = keyof TrainingConfiguration;

/** Values to choose from, each as likely; or a range, drawn evenly or (log) with every factor as likely. */
export type SettingRange =
  | { readonly choices: readonly unknown[] }
  | { readonly minimum: number; readonly maximum: number; readonly scale: 'linear' | 'log' };

export type SearchSpace = Readonly<Partial<Record<SettingName, SettingRange>>>;
export type TrialSettings = Readonly<Partial<TrainingConfiguration>>;

/** What makes trials comparable, or changes nothing in a model. */
const fixedInSearch: Readonly<Partial<Record<SettingName, string>>> = {
  splitBy: 'it decides the development part, which must be one for all trials',
  splitSeed: 'it decides the development part, which must be one for all trials',
  developmentFraction: 'the development part must be one for all trials',
  device: 'it changes the speed of a trial, not its model',
  threads: 'it changes the speed of a trial, not its model',
  teacherWeight: 'trials have no teachers',
  checkpointMinutes: 'trials keep no checkpoints',
};

const significantDigits = 3;

/** A space around `base`, without the settings that are `taken` (given by the user, or by a pretrained model). */
export function defaultSpace(base: TrainingConfiguration, taken: ReadonlySet<string>): SearchSpace {
  const doubled = (name: 'hiddenSize' | 'batchSize'): SettingRange => ({
    choices: [...new Set([Math.round(base[name] / 2), base[name], base[name] * 2].map(allowed(name)))],
  });
  const [lowest, highest] = [base.learningRate / 4, base.learningRate * 4]
    .map(rounded)
    .map(allowed('learningRate'));
  const space: SearchSpace = {
    learningRate: { minimum: lowest!, maximum: highest!, scale: 'log' },
    hiddenSize: doubled('hiddenSize'),
    batchSize: doubled('batchSize'),
    embeddingDropout: { minimum: 0, maximum: 0.7, scale: 'linear' },
    outputDropout: { minimum: 0, maximum: 0.7, scale: 'linear' },
    wordDropout: { minimum: 0, maximum: 0.2, scale: 'linear' },
    pooling: { choices: [['max'], ['mean'], ['mean', 'max'], ['mean', 'max', 'last']] },
  };
  return Object.fromEntries(Object.entries(space).filter(([name]) => !taken.has(name)));
}

/** The nearest value that a setting may have. */
function allowed(name: SettingName): (value: number) => number {
  const { minimum = -Infinity, maximum = Infinity }: Setting = settings[name];
  return (value) => Math.min(maximum, Math.max(minimum, value));
}

/**
 * Reads a space: { "learningRate": {"minimum": 1e-4, "maximum": 1e-2, "scale": "log"}, "layers": [1, 2] }.
 * @param taken settings that the search cannot also try, with the reason ("it is given as --epochs")
 * @throws ReelsenseError 'invalid-option' naming the setting
 */
export function parseSpace(value: unknown, taken: ReadonlyMap<string, string> = new Map()): SearchSpace {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw refused(
      'The search space is no JSON object; give { "setting": [values] or {"minimum", "maximum"} }.',
    );
  }
  const entries = Object.entries(value);
  if (entries.length === 0) throw refused('The search space has no setting; name one at least.');
  return Object.fromEntries(
    entries.map(([name, range]) => {
      if (!isSettingName(name)) {
        const names = Object.keys(settings).filter((other) => !Object.hasOwn(fixedInSearch, other));
        throw refused(`The search space has "${name}", which is no setting; there are ${names.join(', ')}.`);
      }
      const reason = fixedInSearch[name] ?? taken.get(name);
      if (reason !== undefined) throw refused(`The search cannot try ${name}: ${reason}. Leave it out.`);
      return [name, parseRange(name, range)];
    }),
  );
}

/**
 * `count` different sets of settings, or all there are when the space has fewer. The first is the base as it stands, so that
 * every search says whether it found anything better. Fewer or more wanted: the same ones first.
 */
export function drawTrials(
  space: SearchSpace,
  base: TrainingConfiguration,
  count: number,
  seed: number,
): TrialSettings[] {
  const names = Object.keys(space) as SettingName[];
  const random = new Random(seed).fork(77);
  const first: TrialSettings = Object.fromEntries(names.map((name) => [name, base[name]]));
  const trials = [first];
  const seen = new Set([JSON.stringify(first)]);
  // Twenty draws for each known set leave the last of them unseen once in e^20 times.
  for (let fruitless = 0; trials.length < count && fruitless < 1000 + 20 * trials.length; fruitless++) {
    const drawn: TrialSettings = Object.fromEntries(
      names.map((name) => [name, drawValue(name, space[name]!, random)]),
    );
    const key = JSON.stringify(drawn);
    if (seen.has(key)) continue;
    seen.add(key);
    trials.push(drawn);
    fruitless = -1;
  }
  return trials;
}

function drawValue(name: SettingName, range: SettingRange, random: Random): unknown {
  if ('choices' in range) return range.choices[random.integer(range.choices.length)];
  const { minimum, maximum, scale } = range;
  const u = random.uniform();
  if (settings[name].kind === 'integer' && scale === 'linear') {
    return minimum + Math.floor(u * (maximum - minimum + 1));
  }
  const value = scale === 'log' ? minimum * (maximum / minimum) ** u : minimum + u * (maximum - minimum);
  const short = settings[name].kind === 'integer' ? Math.round(value) : rounded(value);
  return Math.min(maximum, Math.max(minimum, short));
}

function parseRange(name: SettingName, range: unknown): SettingRange {
  const list = Array.isArray(range) ? range : undefined;
  if (list !== undefined) {
    if (list.length === 0) throw refused(`The search space gives ${name} no value; give one at least.`);
    for (const choice of list) check(name, choice);
    return { choices: list };
  }
  const form = 'a list of values, or {"minimum", "maximum"} and, if wanted, "scale": "log"';
  const { kind } = settings[name];
  const { minimum, maximum, scale = 'linear', ...rest } = (range ?? {}) as Record<string, unknown>;
  if (typeof minimum !== 'number' || typeof maximum !== 'number' || Object.keys(rest).length > 0)
    throw refused(`The search space gives ${name} ${JSON.stringify(range)}; give ${form}.`);
  if (kind !== 'integer' && kind !== 'number')
    throw refused(`The search space gives ${name} a range, but it is no number; give a list of values.`);
  if (scale !== 'linear' && scale !== 'log')
    throw refused(
      `The search space gives ${name} the scale ${JSON.stringify(scale)}; give "linear" or "log".`,
    );
  check(name, minimum);
  check(name, maximum);
  if (minimum >= maximum || (scale === 'log' && minimum <= 0)) {
    const needed = scale === 'log' ? 'be above 0 and below the maximum' : 'be below the maximum';
    throw refused(
      `The search space gives ${name} from ${minimum} to ${maximum}; the minimum must ${needed}.`,
    );
  }
  return { minimum, maximum, scale };
}

function check(name: SettingName, value: unknown): void {
  try {
    resolveConfiguration({ [name]: value });
  } catch (error) {
    if (!(error instanceof ReelsenseError)) throw error;
    throw refused(`In the search space ${error.message}`);
  }
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

function rounded(value: number): number {
  return Number(value.toPrecision(significantDigits));
}

function refused(message: string): ReelsenseError {
  return new ReelsenseError('invalid-option', message);
}
