/** Whoever reads a text: the server, or the same model in this browser. Both fail with `ApiFailure`. */
import type { Explanation, ModelIdentity, Prediction } from '../api/index.js';

/** An answer with the model that gave it: a server may be started anew with another. */
export type ByModel<Answer> = Answer & { readonly model: ModelIdentity };

export interface Reader {
  readonly place: 'server' | 'device';
  /** @throws ApiFailure; anything at all once the signal is aborted */
  predict(text: string, signal: AbortSignal): Promise<ByModel<Prediction>>;
  /** With curve and sentences. @throws as `predict` */
  explain(text: string, signal: AbortSignal): Promise<ByModel<Explanation>>;
}
