/** Whoever reads a text: the server, or the same model in this browser. Both fail with `ApiFailure`. */
import type { Explanation, Prediction } from '../api/index.js';

export interface Reader {
  readonly place: 'server' | 'device';
  /** @throws ApiFailure; anything at all once the signal is aborted */
  predict(text: string, signal: AbortSignal): Promise<Prediction>;
  /** With curve and sentences. @throws as `predict` */
  explain(text: string, signal: AbortSignal): Promise<Explanation>;
}
