/** What `trainClassifier` is asked to do. */
import type { Split } from '../datasets/index.js';
import type { TrainingConfiguration } from './configuration.js';
import type { InitialModel } from './initial-model.js';
import type { TrainingProgress } from './progress.js';
import type { SplitAs } from './set-aside-reviews.js';
import type { SoftLabels } from './soft-labels.js';

export interface TrainingTask {
  readonly configuration: TrainingConfiguration;
  readonly labels: readonly string[];
  readonly split: Pick<Split, 'train' | 'development'> & Partial<Pick<Split, 'unlabelled'>>;
  /** By which it is told whether a language model to begin with has read any of the development reviews. */
  readonly splitAs?: SplitAs | undefined;
  /** What identifies the data: a resumed run must have the same. */
  readonly dataSha256: string;
  /** What to begin with: its words, its embedding and its LSTMs. Sizes must be the configuration's. */
  readonly initial?: InitialModel | undefined;
  /** What teachers think of the training texts, and of the unlabelled ones, which are then learnt from too. */
  readonly softLabels?: SoftLabels | undefined;
  /** Where checkpoints and the log go (under `training/`); without it nothing is kept on disk. */
  readonly folder?: string | undefined;
  /** Go on from the newest checkpoint in `folder`. */
  readonly resume?: boolean | undefined;
  /** Stops the run after the step under way; its state is saved first. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}
