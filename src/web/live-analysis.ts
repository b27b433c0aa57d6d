/** Keeps the answer in step with a text that changes: waits for a pause, asks once at a time, and lets stale answers go. */
import { RefusedError } from './ask-server.js';

export type AnalysisState<Answer> =
  | { readonly kind: 'empty' }
  /** The answer shown is that of an earlier text. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly message: string };

export interface LiveAnalysisOptions<Answer> {
  /** Milliseconds without a change before the text is asked about. */
  readonly delay: number;
  readonly ask: (text: string, signal: AbortSignal) => Promise<Answer>;
  readonly show: (state: AnalysisState<Answer>) => void;
}

export class LiveAnalysis<Answer> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = new AbortController();

  constructor(private readonly options: LiveAnalysisOptions<Answer>) {}

  /** The text is now this. */
  update(text: string, { atOnce = false } = {}): void {
    this.forgetEarlier();
    if (text.trim() === '') {
      this.options.show({ kind: 'empty' });
      return;
    }
    this.options.show({ kind: 'waiting' });
    this.askAfter(text, atOnce ? 0 : this.options.delay);
  }

  private askAfter(text: string, milliseconds: number): void {
    this.timer = setTimeout(() => void this.ask(text, this.asking.signal), milliseconds);
  }

  private async ask(text: string, signal: AbortSignal): Promise<void> {
    const { ask, show } = this.options;
    try {
      const answer = await ask(text, signal);
      if (!signal.aborted) show({ kind: 'answer', answer });
    } catch (error) {
      if (signal.aborted) return;
      const refused = error instanceof RefusedError ? error : undefined;
      show({ kind: 'refused', message: refused?.message ?? 'The review could not be read. Try again.' });
      if (refused?.retryAfter !== undefined) this.askAfter(text, refused.retryAfter);
    }
  }

  private forgetEarlier(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    this.asking = new AbortController();
  }
}
