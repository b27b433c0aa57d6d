/** What is told of how a training set reviews aside, so that a later one is not measured on labels that were learnt from. */
import type { SplitCounts, SplitUnit } from '../datasets/index.js';
import type { NgramOrigin } from '../ngrams/index.js';
import type { TrainingConfiguration } from './configuration.js';

/** A list of reviews that were left out. */
export interface ExcludeFacts {
  readonly count: number;
  /** Of the sorted ids, a line each. */
  readonly sha256: string;
}

/** The settings of a run, or of a model of before there were all of them, that say how reviews are set aside. */
export type SplitConfiguration = Pick<TrainingConfiguration, 'seed' | 'developmentFraction'> &
  Partial<Pick<TrainingConfiguration, 'splitSeed' | 'splitBy'>>;

/**
 * What cuts the development part from the training reviews. Models of before the split had a seed of its own used the
 * run's, and those of before it kept groups together did not.
 */
export function splitSettings({
  splitSeed,
  seed,
  splitBy = 'text',
  developmentFraction,
}: SplitConfiguration): {
  seed: number;
  splitBy: SplitUnit;
  developmentFraction: number;
} {
  return { seed: splitSeed ?? seed, splitBy, developmentFraction };
}

/** What a training tells of its split; a part of the metrics of its model. */
export interface SplitFacts {
  readonly data: {
    readonly sha256: string;
    readonly exclude: ExcludeFacts | null;
    readonly limit: number | null;
    readonly split: Pick<SplitCounts, 'train' | 'development' | 'groups'>;
    /** SHA-256 of the ids of the development reviews. Missing in models of before. */
    readonly developmentSha256?: string;
  };
  readonly training: { readonly configuration: SplitConfiguration };
}

/** A training from whose labels a model has learnt, and how it set reviews aside: an LSTM's, or that of n-grams. */
export type LabelSource = { readonly name: string } & (
  | { readonly split: SplitFacts }
  | { readonly origin: NgramOrigin }
);
