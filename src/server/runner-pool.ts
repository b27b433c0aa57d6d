/** Runners at work on a queue, one request or batch each at a time; one that dies is replaced and its requests run again once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RequestError } from './api-error.js';
import type { Job, JobQueue } from './job-queue.js';
import { type PredictionRunner, RunnerLostError, type StartRunner } from './runner.js';

/** A request is begun so often at most: its text may be what kills the runner. */
const MAXIMUM_ATTEMPTS = 2;
/** Before another try to replace a runner that did not start. */
const PAUSE_MILLISECONDS = 1000;

export interface PoolOptions {
  readonly threads: number;
  readonly startRunner: StartRunner;
  /** Milliseconds after which a runner at work is taken for stuck, and ended. */
  readonly runTimeout: number;
  readonly onError: (error: unknown) => void;
}

export class RunnerPool {
  private readonly loops: Promise<void>[];
  private readonly closing = new AbortController();

  private constructor(
    runners: readonly PredictionRunner[],
    private readonly queue: JobQueue,
    private readonly options: PoolOptions,
  ) {
    this.loops = runners.map((runner) => this.serve(runner));
  }

  /** Resolves when all runners stand ready. Rejects with what kept one from starting, the others ended. */
  static async start(queue: JobQueue, options: PoolOptions): Promise<RunnerPool> {
    const started = await Promise.allSettled(Array.from({ length: options.threads }, options.startRunner));
    const runners = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failure = started.find((result) => result.status === 'rejected');
    if (failure !== undefined) {
      await Promise.all(runners.map((runner) => runner.close()));
      throw failure.reason;
    }
    return new RunnerPool(runners, queue, options);
  }

  /** Ends the runners; the queue must be closed. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.loops);
  }

  private async serve(first: PredictionRunner): Promise<void> {
    let runner: PredictionRunner | undefined = first;
    const ended = new Promise<undefined>((resolve) => {
      this.closing.signal.addEventListener('abort', () => resolve(undefined));
    });
    while (!this.closing.signal.aborted) {
      runner = runner?.alive === true ? runner : await this.replace(runner);
      if (runner === undefined) continue;
      const batch = await this.queue.next();
      if (batch === undefined) break;
      if (runner.alive) await Promise.race([this.run(runner, batch), ended]);
      else for (const job of batch.toReversed()) this.queue.putBack(job);
    }
    await runner?.close();
  }

  /** A new runner, or undefined after a pause when there is none to be had. */
  private async replace(dead: PredictionRunner | undefined): Promise<PredictionRunner | undefined> {
    try {
      await dead?.close();
      return await this.options.startRunner();
    } catch (error) {
      this.options.onError(error);
      await sleep(PAUSE_MILLISECONDS, undefined, { signal: this.closing.signal }).catch(() => undefined);
      return undefined;
    }
  }

  private async run(runner: PredictionRunner, batch: readonly Job[]): Promise<void> {
    for (const job of batch) job.attempts += 1;
    const stuck = setTimeout(() => void runner.close(), this.options.runTimeout);
    try {
      const predictions = await runner.predictMany(
        batch.length === 1 ? batch[0]!.texts : batch.flatMap(({ texts }) => texts),
      );
      let place = 0;
      for (const job of batch) {
        job.resolve(predictions.slice(place, place + job.texts.length));
        place += job.texts.length;
      }
    } catch (error) {
      this.settleFailure(batch, error);
    } finally {
      clearTimeout(stuck);
    }
  }

  /** Requests that ran together run again, each alone: the fault of one must not be an answer to the others. */
  private settleFailure(batch: readonly Job[], error: unknown): void {
    const lost = error instanceof RunnerLostError;
    if (lost) this.options.onError(error);
    const again = batch.length > 1 || (lost && batch[0]!.attempts < MAXIMUM_ATTEMPTS);
    for (const job of batch.toReversed()) {
      if (again) this.queue.putBack(job);
      else job.reject(lost ? workerLost() : error);
    }
  }
}

function workerLost(): RequestError {
  const message =
    'The prediction failed twice and was given up. Try again; if it fails again, tell who runs the server.';
  return new RequestError('worker-lost', message);
}
