/** Keeps an answer in step with a text that changes: waits for a pause, asks one question at a time, asks again where that helps. */
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

/** Milliseconds that a question is on its way before a newer text takes its place all the same: the connection may be dead. */
const PATIENCE = 5000;

export class LiveQuestion<Answer> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined; // while a question is on its way
  private began = 0; // that question
  /** The newest text that is not asked about yet, and when it may be. */
  private next: { readonly text: string; readonly due: number } | undefined;
  private waitingSince: number | undefined;
  private latest: Answered<Answer> | undefined;

  constructor(private readonly options: LiveQuestionOptions<Answer>) {}

  /**
   * The text is now this; one without a word is not asked about. A question that is on its way gets its answer first: were it
   * broken off at every key, a slow reader would answer nothing while somebody types.
   * @param options.atOnce true for another text altogether, whose answer alone is wanted
   */
  update(text: string, { atOnce = false } = {}): void {
    const isEmpty = text.trim() === '';
    if (atOnce || isEmpty) this.stop();
    if (isEmpty) {
      this.latest = undefined;
      this.waitingSince = undefined;
      this.options.show(nothingAsked);
      return;
    }
    const now = performance.now();
    this.waitingSince ??= now;
    const { delay, longestDelay } = this.options;
    this.next = { text, due: atOnce ? now : Math.min(now + delay, this.waitingSince + longestDelay) };
    this.show({ waiting: true });
    this.askWhenDue();
  }

  /** Whatever is on its way is not shown any more. */
  stop(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = undefined;
    this.next = undefined;
  }

  private askWhenDue(): void {
    clearTimeout(this.timer);
    const { next } = this;
    if (next === undefined) return;
    const due = this.asking === undefined ? next.due : Math.max(next.due, this.began + PATIENCE);
    this.timer = setTimeout(
      () => {
        this.stop();
        void this.ask(next.text);
      },
      Math.max(0, due - performance.now()),
    );
  }

  private async ask(text: string): Promise<void> {
    this.waitingSince = undefined;
    const asking = new AbortController();
    this.asking = asking;
    const began = performance.now();
    this.began = began;
    let failure: ApiFailure | undefined;
    try {
      const answer = await this.options.ask(text, asking.signal);
      if (asking.signal.aborted) return;
      this.latest = { text, answer, milliseconds: performance.now() - began };
    } catch (error) {
      if (asking.signal.aborted) return;
      failure = error instanceof ApiFailure ? error : unexpected(error);
      const { retryAfter } = failure;
      if (retryAfter === undefined) {
        this.latest = undefined; // there will be none on this text
        if (this.next !== undefined) failure = undefined; // and the newer one may be well
      } else {
        this.next = { text, ...this.next, due: performance.now() + retryAfter };
      }
    }
    this.asking = undefined;
    this.show({ waiting: failure === undefined && this.next !== undefined, failure });
    this.askWhenDue();
  }

  private show({ waiting, failure }: { waiting: boolean; failure?: ApiFailure | undefined }): void {
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
