/**
 * The machine's own rate of a f32 matrix product through the runtime, 1024 x 1024 x 1024: one session with all threads, and
 * sessions with one thread each side by side. The larger of the two is what a perfect training step would reach.
 */
import { Worker } from 'node:worker_threads';
import type { MatrixProductTask } from './matrix-product-worker.js';

const size = 1024;
/** Products in a run of the graph, each of the result of the one before. */
const chained = 8;

export class MatrixProduct {
  private constructor(private readonly workers: readonly Worker[]) {}

  /** @param sessions side by side  @param threads of each */
  static async create(sessions: number, threads: number): Promise<MatrixProduct> {
    const workerData: MatrixProductTask = { size, chained, threads };
    const file = new URL('./matrix-product-worker.js', import.meta.url);
    const workers = Array.from({ length: sessions }, () => new Worker(file, { workerData }));
    await Promise.all(workers.map(answer)); // loaded
    const created = new MatrixProduct(workers);
    await created.measure(1);
    return created;
  }

  /** GFLOP/s of all sessions together over some runs of the graph. */
  async measure(runs: number): Promise<number> {
    const began = performance.now();
    await Promise.all(
      this.workers.map((worker) => {
        const done = answer(worker);
        worker.postMessage(runs);
        return done;
      }),
    );
    const seconds = (performance.now() - began) / 1000;
    return (this.workers.length * runs * chained * 2 * size ** 3) / seconds / 1e9;
  }

  async release(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

/** The next message of a worker. */
function answer(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve();
    });
  });
}
