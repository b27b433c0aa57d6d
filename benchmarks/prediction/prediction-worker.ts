/** Predicts all its texts each time it is asked, and answers when it is done. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadModel } from '../../src/load-model.js';
import type { WorkerTask } from './worker-rate.js';

const { folder, texts } = workerData as WorkerTask;
const predictor = await loadModel(folder, { threads: 1 });
await predictor.predictMany(texts.slice(0, 64));

parentPort?.on('message', async () => {
  await predictor.predictMany(texts);
  parentPort?.postMessage('done');
});
parentPort?.postMessage('ready');
