/** What a setting of a run is, and the check of its value: flags, help and validation come from tables of these. */
import { splitUnits } from '../datasets/index.js';
import { ReelsenseError, refuseUnknown } from '../errors/index.js';
import { devices } from '../runtime/index.js';

export interface Setting {
  readonly kind: 'integer' | 'number' | 'boolean' | 'choice' | 'choices';
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
  readonly unit?: string;
  readonly help: string;
}

export type SettingsTable<Configuration> = { readonly [Key in keyof Configuration]-?: Setting };

/** Some settings of a configuration; undefined is as if it were not there. */
export type GivenSettings<Configuration> = {
  readonly [Key in keyof Configuration]?: Configuration[Key] | undefined;
};

export const share = { kind: 'number', minimum: 0, maximum: 0.95, unit: 'share' } as const;
export const seedSetting = { kind: 'integer', minimum: 0, maximum: 2 ** 32 - 1 } as const;
export const positiveInteger = { kind: 'integer', minimum: 1, maximum: 1e9 } as const;

/** Settings that mean the same in training and in pretraining. */
export const sharedSettings = {
  splitBy: {
    kind: 'choice',
    choices: splitUnits,
    help: 'what stays together when reviews are set aside: those of one group (film, product), or each text alone',
  },
  splitSeed: { ...seedSetting, help: 'of which reviews are set aside; keep it while other seeds are tried' },
  threads: {
    ...positiveInteger,
    maximum: 64,
    unit: 'threads',
    help: 'parts of each batch that are computed side by side',
  },
  device: {
    kind: 'choice',
    choices: devices,
    help: 'where the graphs run; webgpu needs a GPU and one thread',
  },
  vocabularySize: {
    ...positiveInteger,
    minimum: 5,
    unit: 'words',
    help: 'most frequent words that are known, special tokens included',
  },
  minimumCount: { ...positiveInteger, unit: 'times', help: 'how often a word must occur to be known' },
  embeddingSize: { ...positiveInteger, maximum: 4096, unit: 'features', help: 'of each word (E)' },
  hiddenSize: {
    ...positiveInteger,
    maximum: 8192,
    unit: 'units',
    help: 'of the LSTM, in each direction (H)',
  },
  learningRate: { kind: 'number', minimum: 1e-9, maximum: 100, help: 'largest rate, after the warm-up' },
  warmupSteps: {
    kind: 'integer',
    minimum: 0,
    maximum: 1e9,
    unit: 'steps',
    help: 'over which the rate rises from zero',
  },
  decay: {
    kind: 'choice',
    choices: ['linear', 'cosine', 'none'],
    help: 'how the rate falls to zero after the warm-up',
  },
  clipNorm: {
    kind: 'number',
    minimum: 0,
    maximum: 1e9,
    help: 'largest norm of the whole gradient; 0 leaves it',
  },
  checkpointMinutes: {
    kind: 'number',
    minimum: 0,
    maximum: 1e6,
    unit: 'minutes',
    help: 'between checkpoints within an epoch',
  },
} as const;

/** `given` over `defaults`; what it has as undefined stays as it is. @throws ReelsenseError 'invalid-option' for a name that is no setting */
export function withGiven<Configuration extends object>(
  defaults: Configuration,
  given: GivenSettings<Configuration>,
): Configuration {
  refuseUnknown('setting', given, Object.keys(defaults));
  return {
    ...defaults,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

/** Checks every value of a configuration. @throws ReelsenseError 'invalid-option' naming the setting, the value and the limits */
export function checkSettings<Configuration extends object>(
  table: SettingsTable<Configuration>,
  values: Configuration,
): void {
  for (const key of Object.keys(table) as (keyof Configuration & string)[])
    checkSetting(key, table[key], values[key]);
}

function checkSetting(key: string, setting: Setting, value: unknown): void {
  const { kind, minimum = -Infinity, maximum = Infinity, choices = [] } = setting;
  const refuse = (expected: string): never => {
    throw new ReelsenseError('invalid-option', `${key} is ${shown(value)}, but must be ${expected}.`);
  };
  switch (kind) {
    case 'integer':
    case 'number': {
      const fits = typeof value === 'number' && value >= minimum && value <= maximum;
      if (!fits || (kind === 'integer' && !Number.isInteger(value))) {
        const expected = kind === 'integer' ? 'a whole number' : 'a number';
        refuse(`${expected} from ${shown(minimum)} to ${shown(maximum)}`);
      }
      break;
    }
    case 'boolean':
      if (typeof value !== 'boolean') refuse('true or false');
      break;
    case 'choice':
      if (typeof value !== 'string' || !choices.includes(value)) refuse(`one of ${choices.join(', ')}`);
      break;
    case 'choices': {
      const list = Array.isArray(value) ? value : [];
      if (
        list.length === 0 ||
        new Set(list).size !== list.length ||
        !list.every((item) => choices.includes(item))
      ) {
        refuse(`one or more of ${choices.join(', ')}, each once`);
      }
      break;
    }
  }
}

/** A whole number with separators of thousands; what is none as JSON has it, but for NaN and infinities, which that lacks. */
function shown(value: unknown): string {
  if (typeof value !== 'number') return JSON.stringify(value);
  return Number.isInteger(value) ? value.toLocaleString('en') : String(value);
}
