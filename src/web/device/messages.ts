/** What the page and the worker that reads on the device say to each other. */
import type { Explanation, ModelFile, ModelIdentity, Prediction } from '../api/index.js';

/** Addresses are absolute. */
export interface StartOptions {
  /** Of the model folder's files, ending in '/'. */
  readonly modelBase: string;
  readonly model: ModelIdentity;
  readonly files: readonly ModelFile[];
  /** Of the runtime's .wasm file. */
  readonly runtime: string;
  readonly runtimeBytes: number;
  /** Name of the cache that keeps all these. */
  readonly cache: string;
}

export type Question =
  | ({ readonly kind: 'start' } & StartOptions)
  | { readonly kind: 'predict' | 'explain'; readonly text: string };

export type Answer = Prediction | Explanation | null;

export interface Message {
  readonly id: number;
  /** 'forget': the answer to the question of this id is not wanted any more. */
  readonly question: Question | { readonly kind: 'forget' };
}

export interface Mistake {
  readonly code: string;
  readonly message: string;
}

export type Reply =
  | { readonly kind: 'progress'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly kind: 'mistake'; readonly id: number; readonly mistake: Mistake };
