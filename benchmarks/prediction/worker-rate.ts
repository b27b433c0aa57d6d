/** Many reviews at once on several worker threads, each with a session of its own, as the server does it. */
import { Worker } from 'node:worker_threads';
import { median } from '../statistics.js';

export interface WorkerTask {
  readonly folder: string;
  readonly texts: readonly string[];
}

/** Reviews per second over all workers, median over `rounds`. */
export async function workerRate(
  folder: string,
  texts: readonly string[],
  workers: number,
  rounds: number,
): Promise<number> {
  const file = new URL('./prediction-worker.js', import.meta.url);
  const threads = Array.from({ length: workers }, (_, index) => {
    const workerData: WorkerTask = { folder, texts: texts.filter((_, i) => i % workers === index) };
    return new Worker(file, { workerData });
  });
  try {
    await Promise.all(threads.map(answer)); // loaded and warm
    const rates: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      await Promise.all(
        threads.map((thread) => {
          const done = answer(thread);
          thread.postMessage('predict');
          return done;
        }),
      );
      rates.push((1000 * texts.length) / (performance.now() - began));
    }
    return median(rates);
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
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
