/**
 * What waits for a runner, in three lanes: texts of requests, texts of streams, and explanations. Requests and explanations are
 * taken by age, streams when neither waits and at least every fourth time. Texts that wait together run together (dynamic
 * batching, as in https://github.com/huggingface/text-embeddings-inference), bounded by padded tokens; only when another
 * runner is at work a batch that is not full waits a moment for more.
 */
import type { ExplainOptions, Explanation } from '../prediction/index.js';
import { busy, clientLeft, stoppingError } from './api-error.js';
import {
  type ExplainTask,
  explainTask,
  Job,
  type Task,
  type TextOutcome,
  type TextTask,
  textTasks,
} from './job.js';
import { ServiceRate } from './service-rate.js';
import { fillsBatch, takeBatch } from './take-batch.js';
import { boundOnTokens } from './token-bound.js';

export interface QueueLimits {
  readonly maximumQueuedTexts: number;
  readonly maximumQueuedExplanations: number;
  /** Explanations that run at the same time. */
  readonly maximumExplanations: number;
  /** Bound on texts x longest text of a batch. */
  readonly maximumBatchTokens: number;
  /** Milliseconds that a batch which is not full waits for more while another runner works. */
  readonly batchWait: number;
  /** Milliseconds from acceptance to answer; the texts of streams have none. */
  readonly answerTimeout: number;
}

export interface SubmitOptions {
  /** Aborted when the client has left: its texts are dropped. */
  readonly signal?: AbortSignal | undefined;
  /** For the texts of a stream: bounded by the stream itself, not by the queue. */
  readonly bulk?: boolean;
}

/** Texts to run together, or one explanation. */
export type Work = readonly [TextTask, ...TextTask[]] | readonly [ExplainTask];

/** After so many turns of the others a waiting stream has one. */
const TURNS_BEFORE_BULK = 3;

export class JobQueue {
  private readonly requests: TextTask[] = [];
  private readonly streams: TextTask[] = [];
  private readonly explanations: ExplainTask[] = [];
  private readonly unsettled = new Set<{ reject(error: unknown): void }>();
  private readonly takers: ((work: Work | undefined) => void)[] = [];
  private readonly rate = new ServiceRate();
  private idleListeners: (() => void)[] = [];
  private running = 0;
  private runningExplanations = 0;
  private turns = 0;
  private wake: ReturnType<typeof setTimeout> | undefined;
  private stopping = false;
  private closed = false;

  /** @param maximumLength ids that the model reads of a text at most */
  constructor(
    private readonly limits: QueueLimits,
    private readonly maximumLength: number,
  ) {}

  /** Texts of requests that no runner has begun. */
  get queuedTexts(): number {
    return this.requests.length;
  }

  get queuedExplanations(): number {
    return this.explanations.length;
  }

  /** Texts of streams that no runner has begun. */
  get queuedStreamTexts(): number {
    return this.streams.length;
  }

  /** Whether not even one text would be accepted. */
  get isFull(): boolean {
    return this.stopping || this.queuedTexts >= this.limits.maximumQueuedTexts;
  }

  /** Refuses a request, whatever it holds, before its body is read. @throws RequestError 'busy' */
  refuseIfFull(): void {
    if (!this.stopping) this.refuseUnlessRoom(1);
  }

  /**
   * Answers when runners have: for each text its prediction, or what is wrong with it. Rejects with RequestError 'busy' when
   * the queue is full, 'stopping', 'timed-out', 'client-left' or 'worker-lost', or with what the runner failed of.
   */
  async submit(
    texts: readonly string[],
    { signal, bulk = false }: SubmitOptions = {},
  ): Promise<TextOutcome[]> {
    if (this.stopping) throw stoppingError();
    if (!bulk) this.refuseUnlessRoom(texts.length);
    const job = this.accept<TextOutcome[]>(signal, bulk ? undefined : this.limits.answerTimeout);
    const boundOf = (text: string): number => boundOnTokens(text, this.maximumLength);
    const lane = bulk ? this.streams : this.requests;
    for (const task of textTasks(job, texts, { bulk, boundOf })) lane.push(task);
    this.handOut();
    return job.answer;
  }

  /** As `submit`, for why a text is read as it is. */
  async explain(text: string, options: ExplainOptions, signal?: AbortSignal): Promise<Explanation> {
    if (this.stopping) throw stoppingError();
    const { maximumQueuedExplanations: limit, answerTimeout } = this.limits;
    if (this.explanations.length >= limit) {
      throw busy(`${limit} explanations wait already, which is the limit`, this.rate.secondsFor(limit));
    }
    const job = this.accept<Explanation>(signal, answerTimeout);
    this.explanations.push(explainTask(job, text, options));
    this.handOut();
    return job.answer;
  }

  /** Work for a runner, which tells `finished` of it; undefined once the queue is closed. */
  next(): Promise<Work | undefined> {
    return new Promise((resolve) => {
      this.takers.push(resolve);
      this.handOut();
    });
  }

  /** A runner has done with what `next` gave it, well or not. */
  finished(work: Work): void {
    this.running -= 1;
    if (work[0].kind === 'explain') this.runningExplanations -= 1;
    this.rate.finished(work.length);
    this.handOut();
  }

  /** What a runner could not finish goes first again. */
  putBack(task: Task): void {
    if (task.settled) return;
    if (task.kind === 'explain') this.explanations.unshift(task);
    else (task.bulk ? this.streams : this.requests).unshift(task);
    this.handOut();
  }

  /** Takes no more; what was accepted stays. */
  stop(): void {
    this.stopping = true;
    this.handOut();
  }

  /** Resolves when everything accepted is answered. */
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

  private accept<Answer extends TextOutcome[] | Explanation>(
    signal: AbortSignal | undefined,
    timeout: number | undefined,
  ): Job<Answer> {
    if (signal?.aborted === true) throw clientLeft();
    const job: Job<Answer> = new Job<Answer>({
      signal,
      timeout,
      onSettled: () => {
        this.unsettled.delete(job);
        for (const lane of [this.requests, this.streams, this.explanations]) dropSettled(lane);
        if (this.unsettled.size === 0) this.tellIdle();
      },
    });
    this.unsettled.add(job);
    return job;
  }

  private refuseUnlessRoom(texts: number): void {
    const { maximumQueuedTexts } = this.limits;
    const queued = this.queuedTexts;
    if (queued + texts <= maximumQueuedTexts) return;
    throw busy(
      `${queued} texts wait already, the limit is ${maximumQueuedTexts}`,
      this.rate.secondsFor(Math.min(queued, queued + texts - maximumQueuedTexts)),
    );
  }

  private handOut(): void {
    while (this.takers.length > 0) {
      const work = this.closed ? undefined : this.take();
      if (work === undefined && !this.closed) return;
      if (work !== undefined) {
        this.running += 1;
        if (work[0].kind === 'explain') this.runningExplanations += 1;
      }
      this.takers.shift()!(work);
    }
  }

  /** Undefined when nothing waits, or what waits shall wait a moment longer. */
  private take(): Work | undefined {
    const mayExplain =
      this.explanations.length > 0 && this.runningExplanations < this.limits.maximumExplanations;
    const others = this.requests.length > 0 || mayExplain;
    if (this.streams.length > 0 && (!others || this.turns >= TURNS_BEFORE_BULK))
      return this.takeFrom(this.streams);
    if (!others) return undefined;
    if (
      mayExplain &&
      (this.requests.length === 0 || this.explanations[0]!.since <= this.requests[0]!.since)
    ) {
      this.turns += 1;
      return [this.explanations.shift()!];
    }
    return this.takeFrom(this.requests);
  }

  private takeFrom(lane: TextTask[]): Work | undefined {
    const { maximumBatchTokens, batchWait } = this.limits;
    const left = batchWait - (performance.now() - lane[0]!.since);
    if (this.running > 0 && left > 0 && !this.stopping && !fillsBatch(lane, maximumBatchTokens)) {
      this.wake ??= setTimeout(() => {
        this.wake = undefined;
        this.handOut();
      }, Math.ceil(left));
      return undefined;
    }
    this.turns = lane === this.streams ? 0 : this.turns + 1;
    return takeBatch(lane, maximumBatchTokens) as [TextTask, ...TextTask[]];
  }

  private tellIdle(): void {
    const listeners = this.idleListeners;
    this.idleListeners = [];
    for (const listener of listeners) listener();
  }
}

/** Takes out what nobody waits for; most often there is nothing. */
function dropSettled(lane: Task[]): void {
  if (!lane.some(({ settled }) => settled)) return;
  let kept = 0;
  for (const task of lane) if (!task.settled) lane[kept++] = task;
  lane.length = kept;
}
