/** The development reviews of a finished model: encoded once, measured for each way of storing its weights. */
import type { Example } from '../datasets/index.js';
import {
  type Calibration,
  calibratedLogits,
  type Evaluation,
  evaluate,
  scoresOfLogits,
} from '../evaluation/index.js';
import type { Tokenizer } from '../text/index.js';

/** Probability of the last of two labels from which it is said. */
export const THRESHOLD = 0.5;

export interface DevelopmentReviews {
  /** Ids of each review, as the model reads it. */
  readonly ids: readonly Int32Array[];
  /** Index of each review's label. */
  readonly truth: readonly number[];
  /** @param logits [N][C]  @param calibration where it is not in them yet */
  readonly measure: (logits: readonly Float32Array[], calibration?: Calibration) => Evaluation;
}

/** @param language of the texts, ISO 639-1 */
export function developmentReviews(
  development: readonly Example[],
  labels: readonly string[],
  tokenizer: Tokenizer,
  language: string,
): DevelopmentReviews {
  const encodings = development.map(({ text }) => tokenizer.encode(text));
  const truth = development.map(({ label }) => label);
  const reviews = {
    texts: development.map(({ text }) => text),
    vocabulary: tokenizer.vocabulary,
    language,
  };
  return {
    ids: encodings.map(({ ids }) => ids),
    truth,
    measure: (logits, calibration = { temperature: 1, bias: 0 }) =>
      evaluate({
        labels,
        truth,
        scores: logits.map((row) => scoresOfLogits(calibratedLogits(row, calibration))),
        lengths: encodings.map(({ total }) => total),
        ids: development.map(({ id }) => id),
        reviews,
        threshold: THRESHOLD,
      }),
  };
}
