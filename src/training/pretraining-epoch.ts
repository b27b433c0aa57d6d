/** What is known of an epoch of pretraining. */

/** What a run keeps of each epoch, in its log too. */
export interface PretrainingEpoch {
  /** From 1. */
  readonly epoch: number;
  /** Mean of the sampled loss, in nats a token. */
  readonly trainingLoss: number;
  /** On held-out texts; over all words. */
  readonly perplexity: number;
  readonly seconds: number;
  readonly tokensPerSecond: number;
}

/** Perplexity after the last epoch that is done; checkpoints of before name it like the loss of a classifier. */
export function lastPerplexity(history: readonly PretrainingEpoch[]): number | undefined {
  const last = history.at(-1) as (PretrainingEpoch & { readonly developmentLoss?: number }) | undefined;
  return last?.perplexity ?? last?.developmentLoss;
}
