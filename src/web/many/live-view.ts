/** Keeps the view of one question in step with rows that come in: a view that was begun ends, and what came meanwhile is in the next. */

export interface LiveViewOptions {
  /** Milliseconds from the end of a view to the beginning of the next. */
  readonly interval: number;
  /** @throws the reason of `signal` */
  readonly ask: (signal: AbortSignal) => Promise<Uint32Array>;
  readonly show: (view: Uint32Array) => void;
}

export class LiveView {
  private readonly stopping = new AbortController();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private notBefore = Number.NEGATIVE_INFINITY;
  private isRunning = false;
  private isOutdated = false;

  constructor(private readonly options: LiveViewOptions) {}

  /** There are other rows than before; at first, that there are any. */
  update(): void {
    if (this.isRunning) {
      this.isOutdated = true;
      return;
    }
    this.timer ??= setTimeout(() => void this.run(), Math.max(0, this.notBefore - performance.now()));
  }

  /** Nothing is shown from now on, and what runs is given up. */
  stop(): void {
    clearTimeout(this.timer);
    this.stopping.abort();
  }

  private async run(): Promise<void> {
    const { ask, show, interval } = this.options;
    const { signal } = this.stopping;
    this.timer = undefined;
    this.isRunning = true;
    this.isOutdated = false;
    try {
      const view = await ask(signal);
      if (!signal.aborted) show(view);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.isRunning = false;
    }
    this.notBefore = performance.now() + interval;
    if (this.isOutdated && !signal.aborted) this.update();
  }
}
