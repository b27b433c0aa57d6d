/** A graph made ready to run by ONNX Runtime: with run-graph.ts and browser.ts the one place of the project that imports it. */
import './no-telemetry.js';
import * as ort from 'onnxruntime-node';
import type { Tensor } from '../onnx/index.js';
import { runGraph } from './run-graph.js';

/** Where a graph runs. What WebGPU has no kernel for, the runtime gives to the processor. */
export const devices = ['cpu', 'webgpu'] as const;
export type Device = (typeof devices)[number];

/** The devices that the installed runtime was built for; asked for another, it would take the processor and only warn. */
export function supportedDevices(): readonly Device[] {
  const built = ort.listSupportedBackends().map(({ name }) => name);
  return devices.filter((device) => built.includes(device));
}

export interface SessionOptions {
  /** Threads that one operator may use. Always set: the runtime's own default counts a container's host. */
  readonly threads: number;
  /** By default 'cpu'. */
  readonly device?: Device | undefined;
}

export class Session {
  private constructor(private readonly session: ort.InferenceSession) {}

  /** @param model the bytes of an ONNX model @throws whatever the runtime says of a model that it cannot load */
  static async create(model: Uint8Array, { threads, device = 'cpu' }: SessionOptions): Promise<Session> {
    return new Session(
      await ort.InferenceSession.create(model, {
        executionProviders: device === 'cpu' ? ['cpu'] : [device, 'cpu'],
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
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    return runGraph(this.session, ort.Tensor, feeds);
  }

  /** Gives the memory back; the session must not be used afterwards. */
  async release(): Promise<void> {
    await this.session.release();
  }
}

/** The runtime's name and version, which a run's results depend on. */
export const runtimeVersion = `onnxruntime-node ${ort.env.versions.node ?? ort.env.versions.common}`;
