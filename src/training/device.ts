/** Whether the device that a run asks for is there: told before the work begins, not by the first step. */
import { ReelsenseError } from '../errors/index.js';
import { Graph, Mul, modelBytes } from '../onnx/index.js';
import { type Device, Session, supportedDevices } from '../runtime/index.js';

export interface DeviceUse {
  readonly device: Device;
  /** Of training: each has a session of its own. */
  readonly threads: number;
}

/**
 * @throws ReelsenseError 'invalid-option' when no graph can be run there, with the runtime's reason; and for several
 *   threads on a GPU, where ONNX Runtime 1.30 ends the process
 */
export async function requireDevice({ device, threads }: DeviceUse): Promise<void> {
  if (device === 'cpu') return;
  if (threads > 1) {
    throw new ReelsenseError(
      'invalid-option',
      `${threads} threads cannot share a GPU; with --device ${device} give --threads 1.`,
    );
  }
  if (!supportedDevices().includes(device)) {
    throw new ReelsenseError(
      'invalid-option',
      `The runtime has no WebGPU on this kind of machine (${process.platform} ${process.arch}); leave --device out to train on the processor.`,
    );
  }
  const graph = new Graph();
  graph.output(Mul(graph.input('x', 'float32', ['N']), 2), 'y');
  try {
    const session = await Session.create(modelBytes(graph), { threads: 1, device });
    await session.release();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ReelsenseError(
      'invalid-option',
      `No GPU can be used through WebGPU here (${reason.replace(/^\S+:\d+ .* was false\. /, '').trim()}); ` +
        'install its driver (on Linux, Vulkan), or leave --device out to train on the processor.',
      { cause: error },
    );
  }
}
