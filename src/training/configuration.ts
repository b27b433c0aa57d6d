/** The settings of a training run: one table that gives type, default, unit and help; flags and documents derive from it. */
import type { SplitUnit } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { type Pooling, poolings } from '../models/index.js';
import type { Device } from '../runtime/index.js';
import {
  checkSettings,
  type GivenSettings,
  positiveInteger,
  type SettingsTable,
  seedSetting,
  share,
  sharedSettings,
  withGiven,
} from './setting.js';

export type OptimiserName = 'adam' | 'adamw' | 'sgd';
export type Decay = 'linear' | 'cosine' | 'none';

export interface TrainingConfiguration {
  readonly seed: number;
  readonly splitSeed: number;
  readonly splitBy: SplitUnit;
  readonly threads: number;
  readonly device: Device;
  readonly developmentFraction: number;
  readonly vocabularySize: number;
  readonly minimumCount: number;
  readonly maximumLength: number;
  readonly trainingLength: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly pooling: readonly Pooling[];
  readonly embeddingDropout: number;
  readonly betweenDropout: number;
  readonly outputDropout: number;
  readonly wordDropout: number;
  readonly recurrentDropout: number;
  readonly optimiser: OptimiserName;
  readonly learningRate: number;
  readonly lowerRateScale: number;
  readonly unfreezeEpochs: number;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  readonly teacherWeight: number;
  readonly adversarial: number;
  readonly virtualAdversarial: number;
  readonly adversarialNorm: number;
  readonly unlabelledRatio: number;
  readonly sentenceRatio: number;
  readonly sentenceWords: number;
  readonly warmupSteps: number;
  readonly decay: Decay;
  readonly movingAverage: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly patience: number;
  readonly checkpointMinutes: number;
}

export const settings: SettingsTable<TrainingConfiguration> = {
  seed: { ...seedSetting, help: 'of the initial weights, the order and all masks' },
  splitSeed: sharedSettings.splitSeed,
  splitBy: sharedSettings.splitBy,
  threads: sharedSettings.threads,
  device: sharedSettings.device,
  developmentFraction: {
    kind: 'number',
    minimum: 0.01,
    maximum: 0.5,
    unit: 'share',
    help: 'of the training reviews that is set aside to choose by',
  },
  vocabularySize: sharedSettings.vocabularySize,
  minimumCount: sharedSettings.minimumCount,
  maximumLength: {
    ...positiveInteger,
    minimum: 2,
    maximum: 1_000_000,
    unit: 'tokens',
    help: 'that the finished model reads of a review, from its start',
  },
  trainingLength: {
    ...positiveInteger,
    minimum: 2,
    unit: 'tokens',
    help: 'of a review in training; longer ones keep their start and their end',
  },
  embeddingSize: sharedSettings.embeddingSize,
  hiddenSize: sharedSettings.hiddenSize,
  layers: { ...positiveInteger, maximum: 8, unit: 'layers', help: 'of LSTMs on top of each other' },
  bidirectional: { kind: 'boolean', help: 'also read each review from its end' },
  pooling: {
    kind: 'choices',
    choices: poolings,
    help: 'how the states of all steps become one vector; several are put side by side',
  },
  embeddingDropout: {
    ...share,
    help: 'of the features of the embedding set to zero, one mask for all steps of a review',
  },
  betweenDropout: {
    ...share,
    help: 'of the features between LSTM layers set to zero, one mask for all steps',
  },
  outputDropout: { ...share, help: 'of the pooled features set to zero' },
  recurrentDropout: {
    ...share,
    help: 'of the weights between hidden states set to zero, one mask for all reviews of a step (DropConnect)',
  },
  wordDropout: { ...share, help: 'of the words replaced by the unknown word' },
  optimiser: { kind: 'choice', choices: ['adam', 'adamw', 'sgd'], help: 'how gradients become steps' },
  learningRate: sharedSettings.learningRate,
  lowerRateScale: {
    kind: 'number',
    minimum: 0,
    maximum: 1,
    unit: 'factor',
    help: 'of the rate of everything below the fully connected layer',
  },
  unfreezeEpochs: {
    kind: 'number',
    minimum: 0,
    maximum: 1000,
    unit: 'epochs',
    help: 'after which the next lower layer begins to train, the fully connected one first; 0 for all at once',
  },
  momentum: { kind: 'number', minimum: 0, maximum: 0.9999, help: 'of sgd; the first beta of adam' },
  weightDecay: {
    kind: 'number',
    minimum: 0,
    maximum: 10,
    help: 'decoupled for adamw, added to the gradient for sgd and adam',
  },
  clipNorm: sharedSettings.clipNorm,
  teacherWeight: {
    kind: 'number',
    minimum: 0,
    maximum: 1,
    unit: 'share',
    help: "of the teachers' probabilities beside the label of a labelled review; unlabelled ones have nothing else",
  },
  adversarial: {
    kind: 'number',
    minimum: 0,
    maximum: 100,
    help: 'weight of the adversarial loss (embeddings moved to where the loss is worst); 0 leaves it out',
  },
  virtualAdversarial: {
    kind: 'number',
    minimum: 0,
    maximum: 100,
    help: 'weight of the virtual adversarial loss (moved to where the verdict changes most); needs no labels',
  },
  adversarialNorm: {
    kind: 'number',
    minimum: 0,
    maximum: 1000,
    unit: 'root mean squares of a feature',
    help: 'length of that move over a whole review',
  },
  unlabelledRatio: {
    kind: 'number',
    minimum: 0,
    maximum: 1000,
    unit: 'texts',
    help: 'unlabelled texts in an epoch for each labelled one, where the virtual adversarial loss is on',
  },
  sentenceRatio: {
    kind: 'number',
    minimum: 0,
    maximum: 100,
    unit: 'sentences',
    help: 'that an epoch shows alone for each labelled review, with its label (with --teacher those of unlabelled texts too, with what the teachers say of the whole text)',
  },
  sentenceWords: {
    ...positiveInteger,
    unit: 'words',
    help: 'that such sentences are read with, the most frequent; the others, names above all, are unknown words there',
  },
  warmupSteps: sharedSettings.warmupSteps,
  decay: sharedSettings.decay,
  movingAverage: {
    kind: 'number',
    minimum: 0,
    maximum: 0.99999,
    help: 'decay of the average of the weights that is evaluated and kept; 0 takes the last weights',
  },
  batchSize: { ...positiveInteger, maximum: 65536, unit: 'reviews', help: 'in each step' },
  epochs: { ...positiveInteger, unit: 'epochs', help: 'at most' },
  patience: {
    ...positiveInteger,
    unit: 'epochs',
    help: 'without a lower calibrated loss of the development part before training stops',
  },
  checkpointMinutes: sharedSettings.checkpointMinutes,
};

export const defaults: TrainingConfiguration = {
  seed: 1,
  splitSeed: 1,
  splitBy: 'group',
  threads: 2,
  device: 'cpu',
  developmentFraction: 0.1,
  vocabularySize: 30_000,
  minimumCount: 2,
  maximumLength: 2048,
  trainingLength: 400,
  embeddingSize: 128,
  hiddenSize: 128,
  layers: 1,
  bidirectional: true,
  pooling: ['mean', 'max'],
  embeddingDropout: 0.5,
  betweenDropout: 0.3,
  recurrentDropout: 0,
  outputDropout: 0.5,
  wordDropout: 0.1,
  optimiser: 'adam',
  learningRate: 1e-3,
  lowerRateScale: 1,
  unfreezeEpochs: 0,
  momentum: 0.9,
  weightDecay: 0,
  clipNorm: 1,
  teacherWeight: 0.5,
  adversarial: 0,
  virtualAdversarial: 0,
  adversarialNorm: 1.5,
  unlabelledRatio: 1,
  sentenceRatio: 0,
  sentenceWords: 2000,
  warmupSteps: 100,
  decay: 'linear',
  movingAverage: 0.999,
  batchSize: 32,
  epochs: 8,
  patience: 3,
  checkpointMinutes: 5,
};

export interface Preset {
  readonly description: string;
  readonly settings: Partial<TrainingConfiguration>;
  /** Its settings suit a run that begins with a model; missing for one from scratch. */
  readonly finetunes?: true;
}

/** Good sets of settings by name. */
export const presets: Readonly<Record<string, Preset>> = {
  standard: {
    description: 'the defaults: LSTM 128 in both directions, a good model of the movie reviews in minutes',
    settings: {},
  },
  finetune: {
    description: 'for a classifier that begins with a pretrained language model (--init)',
    settings: {
      pooling: ['mean', 'max', 'last'],
      embeddingDropout: 0.25,
      wordDropout: 0.03,
      learningRate: 3e-3,
      lowerRateScale: 1 / 3,
      epochs: 3,
    },
    finetunes: true,
  },
  few: {
    description: 'finetune (--init) with a few hundred to a few thousand labels',
    settings: {
      pooling: ['mean', 'max', 'last'],
      embeddingDropout: 0.4,
      learningRate: 3e-3,
      lowerRateScale: 1 / 3,
      epochs: 30,
      patience: 8,
      movingAverage: 0.98,
      warmupSteps: 20,
      batchSize: 16,
      developmentFraction: 0.2,
    },
    finetunes: true,
  },
  quick: {
    description: 'about a minute on the movie reviews, for trying things out',
    settings: {
      hiddenSize: 64,
      embeddingSize: 64,
      trainingLength: 200,
      epochs: 3,
      movingAverage: 0.99,
      learningRate: 3e-3,
      vocabularySize: 20_000,
    },
  },
  adversarial: {
    description: 'finetune with virtual adversarial training on unlabelled texts; five times the time',
    settings: {
      pooling: ['mean', 'max', 'last'],
      embeddingDropout: 0.15,
      wordDropout: 0,
      learningRate: 2e-3,
      lowerRateScale: 1 / 3,
      virtualAdversarial: 1,
      epochs: 6,
    },
    finetunes: true,
  },
  tiny: {
    description: 'at most 1 MB, for browsers and bulk; best with --teacher',
    settings: {
      vocabularySize: 14_000,
      embeddingSize: 32,
      hiddenSize: 64,
      pooling: ['mean', 'max', 'last'],
      embeddingDropout: 0.1,
      outputDropout: 0.2,
      wordDropout: 0.05,
      learningRate: 3e-3,
      epochs: 6,
    },
  },
  small: {
    description: 'for a few hundred to a few thousand short texts',
    settings: {
      hiddenSize: 32,
      embeddingSize: 32,
      epochs: 40,
      patience: 10,
      movingAverage: 0.98,
      learningRate: 3e-3,
      warmupSteps: 20,
      batchSize: 16,
      minimumCount: 1,
      embeddingDropout: 0.3,
      developmentFraction: 0.2,
    },
  },
};

/**
 * The defaults, then a preset's settings, then given ones, of which an undefined one counts as not given; every value checked.
 * @throws ReelsenseError 'invalid-option' naming the setting, its value and its limits; for a name that is none, and for no preset
 */
export function resolveConfiguration(
  given: GivenSettings<TrainingConfiguration> = {},
  preset = 'standard',
): TrainingConfiguration {
  const chosen = Object.hasOwn(presets, preset) ? presets[preset] : undefined;
  if (chosen === undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `There is no preset "${preset}"; choose one of ${Object.keys(presets).join(', ')}.`,
    );
  }
  const resolved = withGiven({ ...defaults, ...chosen.settings }, given);
  checkSettings(settings, resolved);
  return resolved;
}

/** Whether a run with these settings has a use for texts without a label, teachers aside. */
export function learnsFromUnlabelled({
  virtualAdversarial,
  unlabelledRatio,
}: TrainingConfiguration): boolean {
  return virtualAdversarial > 0 && unlabelledRatio > 0;
}
