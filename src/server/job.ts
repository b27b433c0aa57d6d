/** A request that was accepted, and the pieces of it that runners work on. A job settles once; later answers are of no interest. */
import type { ExplainOptions, Explanation, Prediction } from '../prediction/index.js';
import { clientLeft, timedOut } from './api-error.js';

/** Of one text: its prediction, or why it has none: a ReelsenseError for a text that cannot be read. */
export type TextOutcome = Prediction | Error;

interface Piece {
  readonly text: string;
  /** Times that a runner began it. */
  attempts: number;
  /** Milliseconds of `performance.now()` at which it was accepted. */
  readonly since: number;
  /** True when nobody waits for it. */
  readonly settled: boolean;
  fail(error: unknown): void;
}

export interface TextTask extends Piece {
  readonly kind: 'text';
  /** Bound on the ids that the model reads of it. */
  readonly tokens: number;
  /** Whether it belongs to a stream, which may wait longer than a request. */
  readonly bulk: boolean;
  finish(outcome: TextOutcome): void;
}

export interface ExplainTask extends Piece {
  readonly kind: 'explain';
  readonly options: ExplainOptions;
  finish(explanation: Explanation): void;
}

export type Task = TextTask | ExplainTask;

export interface JobOptions {
  /** Aborted when the client has left. */
  readonly signal: AbortSignal | undefined;
  /** Milliseconds from acceptance to answer; undefined: as long as it takes. */
  readonly timeout: number | undefined;
  readonly onSettled: () => void;
}

export class Job<Answer> {
  readonly answer: Promise<Answer>;
  settled = false;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;

  constructor({ signal, timeout, onSettled }: JobOptions) {
    const { promise, resolve, reject } = withResolvers<Answer>();
    const leave = (): void => this.reject(clientLeft());
    const timer =
      timeout === undefined ? undefined : setTimeout(() => this.reject(timedOut(timeout)), timeout);
    const settle = (how: () => void): void => {
      if (this.settled) return;
      this.settled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
      onSettled();
      how();
    };
    this.answer = promise;
    this.resolve = (answer) => settle(() => resolve(answer));
    this.reject = (error) => settle(() => reject(error));
    signal?.addEventListener('abort', leave);
  }
}

/**
 * A task for each text; the job is answered when all are finished. When one fails, so does the whole request; of a stream it is the
 * outcome of that text alone.
 */
export function textTasks(
  job: Job<TextOutcome[]>,
  texts: readonly string[],
  { bulk, boundOf }: { readonly bulk: boolean; readonly boundOf: (text: string) => number },
): TextTask[] {
  const outcomes = new Array<TextOutcome>(texts.length);
  let left = texts.length;
  const since = performance.now();
  return texts.map((text, index): TextTask => {
    const finish = (outcome: TextOutcome): void => {
      outcomes[index] = outcome;
      left--;
      if (left === 0) job.resolve(outcomes);
    };
    const failAlone = (error: unknown): void =>
      finish(error instanceof Error ? error : new Error(String(error)));
    return {
      kind: 'text',
      text,
      tokens: boundOf(text),
      bulk,
      attempts: 0,
      since,
      get settled() {
        return job.settled;
      },
      finish,
      fail: bulk ? failAlone : job.reject,
    };
  });
}

export function explainTask(job: Job<Explanation>, text: string, options: ExplainOptions): ExplainTask {
  return {
    kind: 'explain',
    text,
    options,
    attempts: 0,
    since: performance.now(),
    get settled() {
      return job.settled;
    },
    finish: job.resolve,
    fail: job.reject,
  };
}

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
