/** Runners at work on a queue, one batch or explanation each at a time; one that dies is replaced and its texts run again once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { RequestError } from './api-error.js';
import type { Task, TextOutcome } from './job.js';
import type { JobQueue, Work } from './job-queue.js';
import { type PredictionRunner, RunnerLostError, type StartRunner } from './runner.js';

/** A request is begun so often at most: its text may be what kills the runner. */
const MAXIMUM_ATTEMPTS = 2;
/** From one replacement of a runner to the next at least: it may not start, or die as soon as it has started. */
const PAUSE_MILLISECONDS = 1000;

export interface PoolOptions {
  readonly threads: number;
  readonly startRunner: StartRunner;
  /** Milliseconds after which a runner at work is taken for stuck, and ended. */
  readonly runTimeout: number;
  readonly onError: (error: unknown) => void;
  /** Told of every batch that was run. */
  readonly onBatch?: ((outcomes: readonly TextOutcome[]) => void) | undefined;
}

export class RunnerPool {
  private readonly loops: Promise<void>[];
  private readonly closing = new AbortController();
  /** Loops whose runner is dead and has no successor yet, by number. */
  private readonly bereft = new Set<number>();

  private constructor(
    runners: readonly PredictionRunner[],
    private readonly queue: JobQueue,
    private readonly options: PoolOptions,
  ) {
    this.loops = runners.map((runner, number) => this.serve(runner, number));
  }

  /**
   * Whether there is a runner for what comes. One that died at rest counts until it is given work: only then it is seen and replaced.
   */
  get isServing(): boolean {
    return this.bereft.size < this.options.threads;
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

  private async serve(first: PredictionRunner, number: number): Promise<void> {
    let runner: PredictionRunner | undefined = first;
    let replacedAt = Number.NEGATIVE_INFINITY;
    while (!this.closing.signal.aborted) {
      if (runner?.alive !== true) {
        this.bereft.add(number);
        await this.pause(replacedAt + PAUSE_MILLISECONDS - performance.now());
        if (this.closing.signal.aborted) break;
        runner = await this.replace(runner);
        replacedAt = performance.now();
      }
      if (runner?.alive !== true) continue;
      this.bereft.delete(number);
      const work = await this.queue.next();
      if (work === undefined) break;
      if (runner.alive) await this.untilClosed(this.run(runner, work));
      else for (const task of work.toReversed()) this.queue.putBack(task);
      this.queue.finished(work);
    }
    await runner?.close();
  }

  /**
   * Waits for `work`, which never rejects, or for the pool to close. No race against a promise that lives as long as the pool: that
   * would keep something of every race.
   */
  private untilClosed(work: Promise<void>): Promise<void> {
    const { signal } = this.closing;
    return new Promise((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      void work.then(end);
    });
  }

  /** Ends early when the pool closes. */
  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    await sleep(milliseconds, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }

  /** A new runner, or undefined when there is none to be had. */
  private async replace(dead: PredictionRunner | undefined): Promise<PredictionRunner | undefined> {
    try {
      await dead?.close();
      return await this.options.startRunner();
    } catch (error) {
      this.options.onError(error);
      return undefined;
    }
  }

  private async run(runner: PredictionRunner, work: Work): Promise<void> {
    for (const task of work) task.attempts += 1;
    const stuck = setTimeout(() => void runner.close(), this.options.runTimeout);
    try {
      const [first] = work;
      if (first.kind === 'explain') {
        first.finish(await runner.explain(first.text, first.options));
        return;
      }
      const outcomes = await runner.predictMany(work.map(({ text }) => text));
      this.options.onBatch?.(outcomes);
      for (const [index, task] of work.entries()) if (task.kind === 'text') task.finish(outcomes[index]!);
    } catch (error) {
      this.settleFailure(work, error);
    } finally {
      clearTimeout(stuck);
    }
  }

  /** Texts that ran together run again, each alone: the fault of one must not be an answer to the others. */
  private settleFailure(work: Work, error: unknown): void {
    const lost = error instanceof RunnerLostError;
    if (lost) this.options.onError(error);
    const tasks: readonly Task[] = work;
    const again = tasks.length > 1 || (lost && tasks[0]!.attempts < MAXIMUM_ATTEMPTS);
    for (const task of tasks.toReversed()) {
      if (again) this.queue.putBack(task);
      else task.fail(lost ? workerLost() : error);
    }
  }
}

function workerLost(): RequestError {
  const message =
    'The prediction failed twice and was given up. Try again; if it fails again, tell who runs the server.';
  return new RequestError('worker-lost', message);
}
