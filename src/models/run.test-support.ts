/** Runs a graph once through the real runtime, and draws what it is fed. */
import { elementCount, float32, type Graph, modelBytes, type Tensor } from '../onnx/index.js';
import type { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import type { ParameterDefinition } from './parameters.js';

export async function run(graph: Graph, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await Session.create(modelBytes(graph), { threads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** Normal numbers. */
export function drawn(random: Random, shape: readonly number[]): Tensor {
  return float32(
    Float32Array.from({ length: elementCount(shape) }, () => random.normal()),
    shape,
  );
}

/** Values for every parameter, biases too, which begin at zero in a real run. */
export function drawnParameters(
  definitions: readonly ParameterDefinition[],
  random: Random,
): Record<string, Tensor> {
  return Object.fromEntries(definitions.map(({ name, shape }) => [name, drawn(random, shape)]));
}

/** The largest difference between two lists of numbers of equal length. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} numbers against ${b.length}`);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

export function numbers(tensor: Tensor | undefined): number[] {
  if (tensor === undefined) throw new TypeError('no such result');
  return Array.from(tensor.data, Number);
}
