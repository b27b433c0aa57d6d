/** Runs a graph once through the real runtime. */
import { Session } from '../runtime/index.js';
import type { Graph } from './graph.js';
import { modelBytes } from './model-bytes.js';
import type { Tensor } from './tensor.js';

export async function run(graph: Graph, feeds: Record<string, Tensor> = {}): Promise<Record<string, Tensor>> {
  const session = await Session.create(modelBytes(graph), { threads: 1 });
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}
