/** A session of its own in a thread of its own: asked for a number of runs, it answers when they are done. */
import { parentPort, workerData } from 'node:worker_threads';
import { float32, Graph, MatMul, modelBytes } from '../../src/onnx/index.js';
import { Random } from '../../src/random/index.js';
import { Session } from '../../src/runtime/index.js';

export interface MatrixProductTask {
  readonly size: number;
  readonly chained: number;
  readonly threads: number;
}

const { size, chained, threads } = workerData as MatrixProductTask;
const random = new Random(1);
const matrix = (): Float32Array =>
  Float32Array.from({ length: size * size }, () => (random.uniform() - 0.5) * Math.sqrt(12 / size)); // keeps its scale
const graph = new Graph();
const weights = graph.constant(float32(matrix(), [size, size]), 'weights');
let product = graph.input('x', 'float32', [size, size]);
for (let i = 0; i < chained; i++) product = MatMul(product, weights);
graph.output(product, 'product');
const session = await Session.create(modelBytes(graph), { threads });
const x = float32(matrix(), [size, size]);

parentPort?.on('message', async (runs: number) => {
  for (let run = 0; run < runs; run++) await session.run({ x });
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');
