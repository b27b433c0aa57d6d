/** The entry of a prediction thread: loads the model it is given, then answers one request after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { ReelsenseError } from '../errors/index.js';
import { type ExplainOptions, type Prediction, Predictor } from '../prediction/index.js';
import { Session } from '../runtime/index.js';
import type { Failure, FromWorker, ToWorker, WorkerStart } from './worker-messages.js';

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function failureOf(error: unknown): Failure {
  const code = error instanceof ReelsenseError ? error.code : undefined;
  return { code, message: error instanceof Error ? error.message : String(error) };
}

function tellFailure(error: unknown): void {
  tell({ kind: 'failure', ...failureOf(error) });
}

/** A text that cannot be read must not be the fault of its neighbours, so each has its own outcome. */
async function predict(predictor: Predictor, texts: readonly string[]): Promise<void> {
  const outcomes: (Prediction | Failure)[] = [];
  for await (const { prediction, error } of predictor.predictStream(texts)) {
    outcomes.push(error === undefined ? prediction : failureOf(error));
  }
  tell({ kind: 'predictions', outcomes });
}

async function serve({ bundle, ...limits }: WorkerStart): Promise<void> {
  const predictor = await Predictor.create(bundle, { createSession: Session.create, threads: 1, ...limits });
  parentPort?.on('message', (message: ToWorker) => {
    if (message.kind === 'predict') predict(predictor, message.texts).catch(tellFailure);
    else if (message.kind === 'explain') explain(predictor, message.text, message.options).catch(tellFailure);
    else void predictor.release().finally(() => parentPort?.close());
  });
  tell({ kind: 'ready' });
}

async function explain(predictor: Predictor, text: string, options: ExplainOptions): Promise<void> {
  tell({ kind: 'explanation', explanation: await predictor.explain(text, options) });
}

serve(workerData as WorkerStart).catch(tellFailure);
