/** What prediction needs of a runtime. Handed in, so that Node.js and a browser each bring their own. */
import type { Tensor } from '../onnx/index.js';

/** A loaded prediction graph; `Session` of `runtime` is one. */
export interface GraphSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/** Loads the bytes of an ONNX model; `Session.create` of `runtime` is one. */
export type CreateSession = (
  model: Uint8Array,
  options: { readonly threads: number },
) => Promise<GraphSession>;
