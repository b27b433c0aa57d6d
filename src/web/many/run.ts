/**
 * Sends the rows of a source in chunks, some at a time, and puts the answers where they belong. A chunk that failed is sent again,
 * but only its rows without an answer: nothing is counted twice or lost. Cancelling keeps what is done, and the run can go on.
 */
import { ReelsenseError } from '../../errors/index.js';
import { ApiFailure } from '../api/index.js';
import type { SourceRow } from './read-rows.js';
import type { Results } from './results.js';
import type { SendOptions } from './send-rows.js';
import { breathe } from './view.js';

export type RunState =
  | { readonly kind: 'running' }
  /** Asks again by itself at `until`, milliseconds as of `Date.now()`. */
  | { readonly kind: 'retrying'; readonly message: string; readonly until: number }
  | { readonly kind: 'stopped' }
  /** Gave up; `start` tries again when `resumable`. */
  | { readonly kind: 'failed'; readonly message: string; readonly resumable: boolean }
  | { readonly kind: 'done' };

export interface RunOptions {
  readonly rows: AsyncIterator<SourceRow>;
  readonly results: Results;
  readonly send: (texts: readonly string[], options: SendOptions) => Promise<string>;
  /** Whenever the state is another; answers alone are not told. */
  readonly onState: (state: RunState) => void;
  /** Resolves after so long, rejects when aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

export const chunkLimits = { rows: 200, characters: 256_000, inFlight: 2 } as const;
/** Waits grow from the first to the last; after so many in a row without an answer the run stops. */
export const retryLimits = { first: 1000, last: 30_000, attempts: 8 } as const;

interface Item {
  readonly row: number;
  readonly text: string;
}

export class Run {
  private left: Item[][] = []; // chunks that were read and have no whole answer
  private reading: Promise<unknown> = Promise.resolve();
  private resting: Promise<unknown> = Promise.resolve(); // when the lanes of the last start have ended
  private ended = false; // all rows are read
  private damage: string | undefined; // why reading ended early
  private stop: AbortController | undefined;

  constructor(private readonly options: RunOptions) {}

  /** Whether all rows of the source have been read, so that their number is known. */
  get allRead(): boolean {
    return this.ended;
  }

  /** Begins, or goes on where it was stopped. Resolves when it has come to a rest. */
  async start(): Promise<void> {
    if (this.stop !== undefined) return;
    const stop = new AbortController();
    this.stop = stop;
    this.options.onState({ kind: 'running' });
    let failure: unknown;
    const before = this.resting;
    const lane = async (): Promise<void> => {
      try {
        await before;
        await this.work(stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) failure = error;
        stop.abort();
      }
    };
    this.resting = Promise.all(Array.from({ length: chunkLimits.inFlight }, lane));
    await this.resting;
    if (this.stop !== stop) return;
    this.stop = undefined;
    this.options.onState(this.stateAfter(failure));
  }

  /** At once: answers that are still on their way are not taken. */
  cancel(): void {
    if (this.stop === undefined) return;
    this.stop.abort();
    this.stop = undefined;
    this.options.onState({ kind: 'stopped' });
  }

  private stateAfter(failure: unknown): RunState {
    if (failure instanceof ApiFailure) return { kind: 'failed', message: failure.message, resumable: true };
    if (failure !== undefined) throw failure;
    if (this.damage !== undefined) return { kind: 'failed', message: this.damage, resumable: false };
    return { kind: 'done' };
  }

  private async work(signal: AbortSignal): Promise<void> {
    for (;;) {
      const chunk = this.left.shift() ?? (await this.read());
      if (chunk === undefined) return;
      if (signal.aborted) {
        this.left.push(chunk);
        return;
      }
      await this.settle(chunk, signal);
      await breathe(); // the page draws, even where answers come at once
    }
  }

  /** One reader at a time, so that a chunk holds neighbours. */
  private read(): Promise<Item[] | undefined> {
    const chunk = this.reading.then(() => this.readChunk());
    this.reading = chunk;
    return chunk;
  }

  private async readChunk(): Promise<Item[] | undefined> {
    const { rows, results } = this.options;
    const chunk: Item[] = [];
    let characters = 0;
    while (!this.ended && chunk.length < chunkLimits.rows && characters < chunkLimits.characters) {
      const step = await this.next(rows);
      if (step === undefined) {
        this.ended = true;
      } else if (step.problem !== undefined) {
        results.fail(results.add(undefined), { code: 'unreadable-row', message: step.problem });
      } else {
        chunk.push({ row: results.add(step.text), text: step.text });
        if (step.isDamaged === true) results.damaged++;
        characters += step.text.length;
      }
    }
    return chunk.length === 0 ? undefined : chunk;
  }

  private async next(rows: AsyncIterator<SourceRow>): Promise<SourceRow | undefined> {
    try {
      const { done, value } = await rows.next();
      return done === true ? undefined : value;
    } catch (error) {
      this.damage =
        error instanceof ReelsenseError
          ? error.message
          : 'The file cannot be read any more. Was it changed or removed? Choose it again.';
      return undefined;
    }
  }

  /** Sends a chunk until it is answered. What is left of it goes back when that fails, or when it is cancelled. */
  private async settle(chunk: Item[], signal: AbortSignal): Promise<void> {
    const { results, send, wait = waitFor } = this.options;
    const onState = (state: RunState): void => {
      if (!signal.aborted) this.options.onState(state);
    };
    let rest = chunk;
    let attempts = 0;
    try {
      for (;;) {
        let answered = 0;
        try {
          const texts = rest.map(({ text }) => text);
          const model = await send(texts, {
            signal,
            onAnswer: (index, answer) => {
              if (signal.aborted) return;
              const { row } = rest[index]!;
              if ('failure' in answer) results.fail(row, answer.failure);
              else results.settle(row, answer.prediction);
              answered = index + 1;
            },
          });
          results.models.add(model);
          rest = [];
          if (attempts > 0) onState({ kind: 'running' });
          return;
        } catch (error) {
          rest = rest.slice(answered);
          if (signal.aborted || !(error instanceof ApiFailure)) throw error;
          if (rest.length === 0) return;
          attempts = answered > 0 ? 1 : attempts + 1;
          if (!isPassing(error)) throw error;
          if (attempts >= retryLimits.attempts) throw givenUp(error);
          const backOff = Math.min(retryLimits.last, retryLimits.first * 2 ** (attempts - 1));
          const delay = Math.max(backOff, error.retryAfter ?? 0);
          onState({ kind: 'retrying', message: error.message, until: Date.now() + delay });
          await wait(delay, signal);
          onState({ kind: 'running' });
        }
      }
    } finally {
      if (rest.length > 0) this.left.unshift(rest);
    }
  }
}

/** Whether the same question may be answered later. */
function isPassing({ status, retryAfter }: ApiFailure): boolean {
  return retryAfter !== undefined || status === undefined || status === 429 || status >= 500;
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** After the last attempt nobody asks again by itself. */
function givenUp({ code, message, status }: ApiFailure): ApiFailure {
  const said = code === 'unreachable' ? 'The server cannot be reached. Is it still running?' : message;
  return new ApiFailure({ code, message: said, status });
}
