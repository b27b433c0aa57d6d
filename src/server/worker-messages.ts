/** What the HTTP thread and a prediction thread say to each other. One request is under way at a time, so none has a number. */
import type { ErrorCode } from '../errors/index.js';
import type { ExplainOptions, Explanation, Prediction, PredictionBundle } from '../prediction/index.js';

/** Given to the thread at its start. The model is read and checked once, so that every thread serves the same bytes. */
export interface WorkerStart {
  readonly bundle: PredictionBundle;
  readonly maximumBytes: number;
  readonly maximumCharacters: number;
  /** Bound on texts x longest text of a run, in ids. */
  readonly maximumPaddedTokens: number;
}

/** `code` for a ReelsenseError, which would lose its class on the way. */
export interface Failure {
  readonly code: ErrorCode | undefined;
  readonly message: string;
}

export type ToWorker =
  | { readonly kind: 'predict'; readonly texts: readonly string[] }
  | { readonly kind: 'explain'; readonly text: string; readonly options: ExplainOptions }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'predictions'; readonly outcomes: readonly (Prediction | Failure)[] }
  | { readonly kind: 'explanation'; readonly explanation: Explanation }
  | ({ readonly kind: 'failure' } & Failure);
