/** A graph made ready to run by ONNX Runtime: the one place of the project that knows which runtime it is. */
import * as ort from 'onnxruntime-node';
import type { Tensor, TensorData } from '../onnx/index.js';

export interface SessionOptions {
  /** Threads that one operator may use. Always set: the runtime's own default counts a container's host. */
  readonly threads: number;
}

export class Session {
  private constructor(private readonly session: ort.InferenceSession) {}

  /** @param model the bytes of an ONNX model @throws whatever the runtime says of a model that it cannot load */
  static async create(model: Uint8Array, { threads }: SessionOptions): Promise<Session> {
    return new Session(
      await ort.InferenceSession.create(model, {
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        executionMode: 'sequential',
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
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
  async run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    const inputs: Record<string, ort.Tensor> = {};
    for (const [name, { type, data, shape }] of Object.entries(feeds)) {
      inputs[name] = new ort.Tensor(type, data as never, shape);
    }
    const results = await this.session.run(inputs);
    const outputs: Record<string, Tensor> = {};
    for (const [name, { type, data, dims }] of Object.entries(results)) {
      outputs[name] = { type: type as Tensor['type'], data: data as TensorData, shape: dims };
    }
    return outputs;
  }

  /** Gives the memory back; the session must not be used afterwards. */
  async release(): Promise<void> {
    await this.session.release();
  }
}

/** The runtime's name and version, which a run's results depend on. */
export const runtimeVersion = `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}`;
