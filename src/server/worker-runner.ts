/** A runner in a thread of its own: ONNX Runtime blocks the thread that it runs on, and HTTP must go on. */

import { Worker } from 'node:worker_threads';
import { ReelsenseError } from '../errors/index.js';
import type { ExplainOptions, Explanation } from '../prediction/index.js';
import type { TextOutcome } from './job.js';
import { type PredictionRunner, RunnerLostError } from './runner.js';
import type { Failure, FromWorker, ToWorker, WorkerStart } from './worker-messages.js';

/** The built file beside this one; there is none when the sources are run as they are. */
const workerFile = new URL('./prediction-worker.js', import.meta.url);
/** For a thread to end its run and give its memory back before it is ended. */
const CLOSE_MILLISECONDS = 1000;

interface Pending {
  resolve(message: FromWorker): void;
  reject(error: Error): void;
}

class WorkerRunner implements PredictionRunner {
  alive = true;
  private pending: Pending | undefined;
  private readonly exited: Promise<void>;

  constructor(private readonly worker: Worker) {
    worker.on('message', (message: FromWorker) => this.settle((pending) => pending.resolve(message)));
    worker.on('error', (error: Error) => this.lose(`A prediction thread died: ${error.message}`));
    this.exited = new Promise((resolve) => {
      worker.on('exit', (code) => {
        this.lose(`A prediction thread ended with code ${code}.`);
        resolve();
      });
    });
  }

  /** The next message of the thread. Rejects with RunnerLostError when it dies first. */
  answer(): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      if (this.alive) this.pending = { resolve, reject };
      else reject(new RunnerLostError('The prediction thread has ended.'));
    });
  }

  async predictMany(texts: readonly string[]): Promise<TextOutcome[]> {
    const message = await this.ask({ kind: 'predict', texts });
    if (message.kind !== 'predictions') throw errorOf(message);
    return message.outcomes.map((outcome) => ('message' in outcome ? failureError(outcome) : outcome));
  }

  async explain(text: string, options: ExplainOptions): Promise<Explanation> {
    const message = await this.ask({ kind: 'explain', text, options });
    if (message.kind !== 'explanation') throw errorOf(message);
    return message.explanation;
  }

  /** A thread at work is given time to end its run: a thread that is torn out of ONNX Runtime may take the process with it. */
  async close(): Promise<void> {
    if (this.pending === undefined) this.alive = false;
    else this.lose('A prediction thread was ended over its work.');
    this.tell({ kind: 'close' });
    const late = setTimeout(() => void this.worker.terminate(), CLOSE_MILLISECONDS);
    await this.exited;
    clearTimeout(late);
  }

  private ask(message: ToWorker): Promise<FromWorker> {
    const answer = this.answer();
    this.tell(message);
    return answer;
  }

  private tell(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private lose(reason: string): void {
    this.alive = false;
    this.settle((pending) => pending.reject(new RunnerLostError(reason)));
  }

  private settle(how: (pending: Pending) => void): void {
    const { pending } = this;
    this.pending = undefined;
    if (pending !== undefined) how(pending);
  }
}

/**
 * Starts a thread with a model.
 * @throws ReelsenseError 'damaged-model' when the model cannot be loaded; RunnerLostError when the thread does not come up
 */
export async function startWorkerRunner(start: WorkerStart): Promise<PredictionRunner> {
  const runner = new WorkerRunner(new Worker(workerFile, { workerData: start }));
  const message = await runner.answer();
  if (message.kind === 'ready') return runner;
  await runner.close();
  throw errorOf(message);
}

function errorOf(message: FromWorker): Error {
  if (message.kind !== 'failure') return new Error(`A prediction thread said "${message.kind}" out of turn.`);
  return failureError(message);
}

function failureError({ code, message }: Failure): Error {
  return code === undefined ? new Error(message) : new ReelsenseError(code, message);
}
