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
}

export type Question =
  | ({ readonly kind: 'start'; readonly id: number } & StartOptions)
  | { readonly kind: 'predict' | 'explain'; readonly id: number; readonly text: string }
  /** The answer is not wanted any more. */
  | { readonly kind: 'forget'; readonly id: number };

export interface Mistake {
  readonly code: string;
  readonly message: string;
}

export type Reply =
  | { readonly kind: 'progress'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: Prediction | Explanation | null }
  | { readonly kind: 'mistake'; readonly id: number; readonly mistake: Mistake };
