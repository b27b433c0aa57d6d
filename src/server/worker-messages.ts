/** What the HTTP thread and a prediction thread say to each other. One request is under way at a time, so none has a number. */
import type { ErrorCode } from '../errors/index.js';
import type { Prediction, PredictionBundle } from '../prediction/index.js';

/** Given to the thread at its start. The model is read and checked once, so that every thread serves the same bytes. */
export interface WorkerStart {
  readonly bundle: PredictionBundle;
  readonly maximumBytes: number;
  readonly maximumCharacters: number;
}

export type ToWorker =
  | { readonly kind: 'predict'; readonly texts: readonly string[] }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'predictions'; readonly predictions: Prediction[] }
  /** `code` for a ReelsenseError, which would lose its class on the way. */
  | { readonly kind: 'failure'; readonly code: ErrorCode | undefined; readonly message: string };
