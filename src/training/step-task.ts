/** What a replica is trained on: turns a batch into the feeds of a graph, for a classifier or for a language model. */
import type { Tensor } from '../onnx/index.js';
import type { DistinctTokens } from './distinct-tokens.js';

/** Which of several replicas this is. */
export interface ReplicaPlace {
  readonly index: number;
  readonly count: number;
}

export interface StepTask {
  /** Collects the distinct tokens of the whole batch, the same in every replica. */
  collect(batch: readonly number[], distinct: DistinctTokens): void;
  /** What the step graph is fed beside the parameters for this replica's part; undefined when it has no part. */
  feeds(batch: readonly number[], distinct: DistinctTokens, step: number): Record<string, Tensor> | undefined;
  /** Takes what has to be carried to the next step. */
  finish?(results: Readonly<Record<string, Tensor>>): void;
  collectForEvaluation(batch: readonly number[], distinct: DistinctTokens): void;
  evaluationFeeds(batch: readonly number[], distinct: DistinctTokens): Record<string, Tensor>;
  /** What is wanted of the evaluation graph's results; a copy. */
  measured(results: Readonly<Record<string, Tensor>>): Float32Array;
}
