/** Keeps an answer in step with a text that changes: waits for a pause, asks, lets stale answers go, asks again where that helps. */
import { ApiFailure } from '../api/index.js';

export interface Answered<Answer> {
  readonly text: string;
  readonly answer: Answer;
  /** From the question to the answer. */
  readonly milliseconds: number;
}

export interface LiveState<Answer> {
  /** The newest answer there is; its text may be an earlier one while `waiting`, or while a failure is to be tried again. */
  readonly latest: Answered<Answer> | undefined;
  readonly waiting: boolean;
  readonly failure: ApiFailure | undefined;
}

export const nothingAsked = { latest: undefined, waiting: false, failure: undefined } as const;

export interface LiveQuestionOptions<Answer> {
  /** Milliseconds without a change before the question is put. */
  readonly delay: number;
  /** Milliseconds after which it is put even though the text goes on changing. */
  readonly longestDelay: number;
  readonly ask: (text: string, signal: AbortSignal) => Promise<Answer>;
  readonly show: (state: LiveState<Answer>) => void;
}

export class LiveQuestion<Answer> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = new AbortController();
  private waitingSince: number | undefined;
  private latest: Answered<Answer> | undefined;

  constructor(private readonly options: LiveQuestionOptions<Answer>) {}

  /** The text is now this; one without a word is not asked about. */
  update(text: string, { atOnce = false } = {}): void {
    this.stop();
    if (text.trim() === '') {
      this.latest = undefined;
      this.waitingSince = undefined;
      this.options.show(nothingAsked);
      return;
    }
    const now = performance.now();
    this.waitingSince ??= now;
    const { delay, longestDelay } = this.options;
    this.show({ waiting: true });
    this.askAfter(text, atOnce ? 0 : Math.max(0, Math.min(delay, this.waitingSince + longestDelay - now)));
  }

  /** Whatever is on its way is not shown any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    this.asking = new AbortController();
  }

  private askAfter(text: string, milliseconds: number): void {
    const { signal } = this.asking;
    this.timer = setTimeout(() => void this.ask(text, signal), milliseconds);
  }

  private async ask(text: string, signal: AbortSignal): Promise<void> {
    this.waitingSince = undefined;
    const began = performance.now();
    try {
      const answer = await this.options.ask(text, signal);
      if (signal.aborted) return;
      this.latest = { text, answer, milliseconds: performance.now() - began };
      this.show({ waiting: false });
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiFailure ? error : unexpected(error);
      if (failure.retryAfter === undefined)
        this.latest = undefined; // there will be none on this text
      else this.askAfter(text, failure.retryAfter);
      this.show({ waiting: false, failure });
    }
  }

  private show({ waiting, failure }: { waiting: boolean; failure?: ApiFailure }): void {
    this.options.show({ latest: this.latest, waiting, failure });
  }
}

function unexpected(error: unknown): ApiFailure {
  const detail = error instanceof Error ? ` (${error.message})` : '';
  return new ApiFailure({
    code: 'unreadable',
    message: `The review could not be read${detail}. Change it or reload the page.`,
  });
}
