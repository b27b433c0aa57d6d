/** The settings of pretraining a language model: type, default, unit and help in one table. */
import type { SplitUnit } from '../datasets/index.js';
import type { Device } from '../runtime/index.js';
import type { Decay } from './configuration.js';
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

export interface PretrainingConfiguration {
  readonly seed: number;
  readonly splitSeed: number;
  readonly splitBy: SplitUnit;
  readonly threads: number;
  readonly device: Device;
  readonly developmentFraction: number;
  readonly vocabularySize: number;
  readonly minimumCount: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly bidirectional: boolean;
  readonly dropout: number;
  readonly streams: number;
  readonly window: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  readonly decay: Decay;
  readonly clipNorm: number;
  readonly heldOutFraction: number;
  readonly checkpointMinutes: number;
}

export const pretrainingSettings: SettingsTable<PretrainingConfiguration> = {
  seed: { ...seedSetting, help: 'of the initial weights, the order of the texts and all masks' },
  splitSeed: sharedSettings.splitSeed,
  splitBy: sharedSettings.splitBy,
  threads: sharedSettings.threads,
  device: sharedSettings.device,
  developmentFraction: {
    kind: 'number',
    minimum: 0,
    maximum: 0.5,
    unit: 'share',
    help: 'of the labelled training texts that stays unread; give `train` the same share and split seed',
  },
  vocabularySize: sharedSettings.vocabularySize,
  minimumCount: sharedSettings.minimumCount,
  embeddingSize: sharedSettings.embeddingSize,
  hiddenSize: sharedSettings.hiddenSize,
  bidirectional: { kind: 'boolean', help: 'also learn to read from the end' },
  dropout: {
    ...share,
    help: 'of the features before and after the LSTM set to zero, one mask for all steps',
  },
  streams: {
    ...positiveInteger,
    maximum: 65536,
    unit: 'streams',
    help: 'of text that are read side by side',
  },
  window: {
    ...positiveInteger,
    maximum: 65536,
    unit: 'tokens',
    help: 'of each stream in a step; gradients end at its start, states are carried on',
  },
  epochs: { ...positiveInteger, unit: 'epochs', help: 'passes over the text' },
  learningRate: sharedSettings.learningRate,
  warmupSteps: sharedSettings.warmupSteps,
  decay: sharedSettings.decay,
  clipNorm: sharedSettings.clipNorm,
  heldOutFraction: {
    kind: 'number',
    minimum: 0.0001,
    maximum: 0.5,
    unit: 'share',
    help: 'of the texts that perplexity is measured on',
  },
  checkpointMinutes: sharedSettings.checkpointMinutes,
};

export const pretrainingDefaults: PretrainingConfiguration = {
  seed: 1,
  splitSeed: 1,
  splitBy: 'group',
  threads: 2,
  device: 'cpu',
  developmentFraction: 0.1,
  vocabularySize: 30_000,
  minimumCount: 5,
  embeddingSize: 128,
  hiddenSize: 256,
  bidirectional: true,
  dropout: 0.2,
  streams: 64,
  window: 70,
  epochs: 3,
  learningRate: 3e-3,
  warmupSteps: 200,
  decay: 'linear',
  clipNorm: 1,
  heldOutFraction: 0.005,
  checkpointMinutes: 5,
};

/**
 * The defaults, then given settings, of which an undefined one counts as not given; every value checked.
 * @throws ReelsenseError 'invalid-option' naming the setting, its value and its limits; for a name that is none
 */
export function resolvePretrainingConfiguration(
  given: GivenSettings<PretrainingConfiguration> = {},
): PretrainingConfiguration {
  const resolved = withGiven(pretrainingDefaults, given);
  checkSettings(pretrainingSettings, resolved);
  return resolved;
}
