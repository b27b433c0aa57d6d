/**
 * Requests that wait for a runner: first come, first served, bounded in texts. Those that wait together are taken together
 * (dynamic batching without a delay), except after a failure, when each runs alone.
 */
import type { Prediction } from '../prediction/index.js';
import { RequestError } from './api-error.js';

/** An accepted request. It settles once; after that its runner's answer is of no interest. */
export interface Job {
  readonly texts: readonly string[];
  readonly characters: number;
  /** Times that a runner began it. */
  attempts: number;
  readonly settled: boolean;
  resolve(predictions: Prediction[]): void;
  reject(error: unknown): void;
}

export interface QueueLimits {
  readonly maximumQueuedTexts: number;
  readonly maximumBatchCharacters: number;
  /** Milliseconds from acceptance to answer. */
  readonly answerTimeout: number;
}

export class JobQueue {
  private readonly waiting: Job[] = [];
  private readonly unsettled = new Set<Job>();
  private readonly takers: ((batch: Job[] | undefined) => void)[] = [];
  private idleListeners: (() => void)[] = [];
  private stopping = false;
  private closed = false;

  constructor(private readonly limits: QueueLimits) {}

  /** Texts that no runner has begun. */
  get queuedTexts(): number {
    return this.waiting.reduce((sum, { texts }) => sum + texts.length, 0);
  }

  /**
   * Answers when a runner has. Rejects with RequestError 'busy' when the queue is full, 'stopping', 'timed-out', or 'client-left'.
   * @param signal aborted when the client has left: the request is dropped
   */
  submit(texts: readonly string[], signal?: AbortSignal): Promise<Prediction[]> {
    return new Promise((resolve, reject) => {
      this.refuseUnlessRoom(texts.length);
      if (signal?.aborted === true) throw clientLeft();
      const settle = (): boolean => {
        if (!this.unsettled.delete(job)) return false;
        clearTimeout(timer);
        signal?.removeEventListener('abort', leave);
        const place = this.waiting.indexOf(job);
        if (place >= 0) this.waiting.splice(place, 1);
        if (this.unsettled.size === 0) this.tellIdle();
        return true;
      };
      const { unsettled } = this;
      const job: Job = {
        texts,
        characters: texts.reduce((sum, text) => sum + text.length, 0),
        attempts: 0,
        get settled() {
          return !unsettled.has(job);
        },
        resolve: (predictions) => settle() && resolve(predictions),
        reject: (error) => settle() && reject(error),
      };
      const leave = (): void => job.reject(clientLeft());
      const timer = setTimeout(
        () => job.reject(timedOut(this.limits.answerTimeout)),
        this.limits.answerTimeout,
      );
      signal?.addEventListener('abort', leave);
      unsettled.add(job);
      this.waiting.push(job);
      this.handOut();
    });
  }

  /** Requests to run together, at least one; undefined once the queue is closed. */
  next(): Promise<Job[] | undefined> {
    return new Promise((resolve) => {
      this.takers.push(resolve);
      this.handOut();
    });
  }

  /** A request that a runner could not finish goes first again. */
  putBack(job: Job): void {
    if (job.settled) return;
    this.waiting.unshift(job);
    this.handOut();
  }

  /** Takes no more requests; those accepted stay. */
  stop(): void {
    this.stopping = true;
  }

  /** Resolves when every accepted request is answered. */
  idle(): Promise<void> {
    if (this.unsettled.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleListeners.push(resolve));
  }

  /** Refuses what is left, and sends the runners home. */
  close(): void {
    this.stopping = true;
    this.closed = true;
    for (const job of this.unsettled) job.reject(stoppingError());
    this.handOut();
  }

  private refuseUnlessRoom(texts: number): void {
    if (this.stopping) throw stoppingError();
    const { maximumQueuedTexts } = this.limits;
    const queued = this.queuedTexts;
    if (queued + texts <= maximumQueuedTexts) return;
    throw new RequestError(
      'busy',
      `The server is busy: ${queued} texts wait already, the limit is ${maximumQueuedTexts}. Try again in a second.`,
    );
  }

  private handOut(): void {
    while (this.takers.length > 0 && (this.closed || this.waiting.length > 0)) {
      this.takers.shift()!(this.closed ? undefined : this.takeBatch());
    }
  }

  private takeBatch(): Job[] {
    const batch = [this.waiting.shift()!];
    let room = this.limits.maximumBatchCharacters - batch[0]!.characters;
    while (
      batch[0]!.attempts === 0 &&
      this.waiting[0]?.attempts === 0 &&
      this.waiting[0].characters <= room
    ) {
      const job = this.waiting.shift()!;
      room -= job.characters;
      batch.push(job);
    }
    return batch;
  }

  private tellIdle(): void {
    const listeners = this.idleListeners;
    this.idleListeners = [];
    for (const listener of listeners) listener();
  }
}

function clientLeft(): RequestError {
  return new RequestError('client-left', 'The client closed the connection.');
}

function timedOut(milliseconds: number): RequestError {
  const seconds = (milliseconds / 1000).toLocaleString('en');
  return new RequestError(
    'timed-out',
    `No answer within ${seconds} s. Try again later, or with fewer texts.`,
  );
}

export function stoppingError(): RequestError {
  return new RequestError('stopping', 'The server is stopping. Try again when it is back.');
}
