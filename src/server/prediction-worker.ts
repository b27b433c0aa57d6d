/** The entry of a prediction thread: loads the model it is given, then answers one request after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { ReelsenseError } from '../errors/index.js';
import { Predictor } from '../prediction/index.js';
import { Session } from '../runtime/index.js';
import type { FromWorker, ToWorker, WorkerStart } from './worker-messages.js';

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function tellFailure(error: unknown): void {
  const code = error instanceof ReelsenseError ? error.code : undefined;
  tell({ kind: 'failure', code, message: error instanceof Error ? error.message : String(error) });
}

async function serve({ bundle, maximumBytes, maximumCharacters }: WorkerStart): Promise<void> {
  const predictor = await Predictor.create(bundle, {
    createSession: Session.create,
    threads: 1,
    maximumBytes,
    maximumCharacters,
  });
  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind === 'predict') {
      predictor
        .predictMany(message.texts)
        .then((predictions) => tell({ kind: 'predictions', predictions }), tellFailure);
    } else {
      void predictor.release().finally(() => parentPort?.close());
    }
  });
  tell({ kind: 'ready' });
}

serve(workerData as WorkerStart).catch(tellFailure);
