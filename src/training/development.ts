/** Measures the model under training on the development split. */

import { lengthBuckets } from '../datasets/index.js';
import { type Evaluation, evaluate, scoresOfLogits } from '../evaluation/index.js';
import type { EncodedReviews } from './encoded-reviews.js';
import { reviewLengths } from './encoded-reviews.js';
import type { Replica } from './replica.js';

/** Padded tokens in one batch of an evaluation. */
const tokensPerBatch = 16_384;

/** Logits [C] of every development review, by the weights or their moving average after `step`. */
export async function developmentLogits(
  replicas: readonly Replica[],
  development: EncodedReviews,
  which: 'values' | 'average',
  step: number,
): Promise<Float32Array[]> {
  const lengths = reviewLengths(development);
  const batches = lengthBuckets(lengths, { batchSize: 64, maximumPaddedTokens: tokensPerBatch }).reverse();
  const logits: Float32Array[] = new Array(lengths.length);
  let next = 0;
  await Promise.all(
    replicas.map(async (replica) => {
      while (next < batches.length) {
        const batch = Array.from(batches[next++]!);
        const result = await replica.evaluate(batch, which, step);
        const classes = result.length / batch.length;
        batch.forEach((review, b) => {
          logits[review] = result.slice(b * classes, (b + 1) * classes);
        });
      }
    }),
  );
  return logits;
}

/** All figures of the development split from its logits. */
export function developmentEvaluation(
  logits: readonly Float32Array[],
  development: EncodedReviews,
  labels: readonly string[],
  ids: readonly string[],
): Evaluation {
  return evaluate({
    labels,
    truth: development.labels,
    scores: logits.map((row) => scoresOfLogits(row)),
    lengths: reviewLengths(development).map((length) => length - 1), // without the start token
    ids,
  });
}
