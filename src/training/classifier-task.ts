/** Training a classifier: a batch is a list of reviews, of which each replica takes every so-manieth. */
import type { Tensor } from '../onnx/index.js';
import { type BatchSettings, batchFeeds, forwardFeeds } from './classifier-batch.js';
import type { DistinctTokens } from './distinct-tokens.js';
import type { EncodedReviews } from './encoded-reviews.js';
import { floats } from './floats.js';
import type { ReplicaPlace, StepTask } from './step-task.js';

export interface ClassifierTaskSetup extends BatchSettings {
  readonly kind: 'classifier';
  readonly training: EncodedReviews;
  readonly development: EncodedReviews;
}

export class ClassifierTask implements StepTask {
  constructor(
    private readonly setup: ClassifierTaskSetup,
    private readonly place: ReplicaPlace,
  ) {}

  collect(batch: readonly number[], distinct: DistinctTokens): void {
    collectReviews(this.setup.training, batch, distinct);
    distinct.sort();
  }

  feeds(
    batch: readonly number[],
    distinct: DistinctTokens,
    step: number,
  ): Record<string, Tensor> | undefined {
    const { index, count } = this.place;
    const own = batch.filter((_, k) => k % count === index);
    if (own.length === 0) return undefined;
    return batchFeeds(this.setup.training, own, distinct, this.setup, step, 1 / batch.length);
  }

  collectForEvaluation(batch: readonly number[], distinct: DistinctTokens): void {
    collectReviews(this.setup.development, batch, distinct);
  }

  evaluationFeeds(batch: readonly number[], distinct: DistinctTokens): Record<string, Tensor> {
    return forwardFeeds(this.setup.development, batch, distinct);
  }

  /** Logits, [reviews x C]. */
  measured(results: Readonly<Record<string, Tensor>>): Float32Array {
    return Float32Array.from(floats(results.logits));
  }
}

function collectReviews(
  { ids, offsets }: EncodedReviews,
  reviews: readonly number[],
  distinct: DistinctTokens,
): void {
  distinct.clear();
  for (const review of reviews) distinct.addAll(ids, offsets[review]!, offsets[review + 1]!);
}
