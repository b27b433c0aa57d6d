/**
 * The second door of `runtime`: the same session in a browser, on ONNX Runtime's WebAssembly build. The page hands the .wasm file in, so
 * that nothing is fetched from anywhere.
 */
import * as ort from 'onnxruntime-web/wasm';
import type { Tensor } from '../onnx/index.js';
import { runGraph } from './run-graph.js';

export interface SessionOptions {
  /** Threads that one operator may use; above 1 they need a page that is isolated from other origins. */
  readonly threads: number;
}

/** To be called once, before the first session. @param wasm the bytes of `ort-wasm-simd-threaded.wasm` */
export function useRuntimeBytes(wasm: ArrayBuffer): void {
  ort.env.wasm.wasmBinary = wasm;
  ort.env.logLevel = 'error';
}

export class Session {
  private constructor(private readonly session: ort.InferenceSession) {}

  /**
   * @param model the bytes of an ONNX model
   * @throws whatever the runtime says of a model that it cannot load
   */
  static async create(model: Uint8Array, { threads }: SessionOptions): Promise<Session> {
    ort.env.wasm.numThreads = threads; // of the whole runtime here, not of a session
    return new Session(
      await ort.InferenceSession.create(model, {
        executionProviders: ['wasm'],
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
      }),
    );
  }

  get inputNames(): readonly string[] {
    return this.session.inputNames;
  }

  get outputNames(): readonly string[] {
    return this.session.outputNames;
  }

  /** Runs the graph. Blocks the calling thread until the results are there. */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    return runGraph(this.session, ort.Tensor, feeds);
  }

  /** Gives the memory back; the session must not be used afterwards. */
  async release(): Promise<void> {
    await this.session.release();
  }
}
