/** How fast the queue has been served of late, and so when it is worth coming again. */

/** Seconds that are looked back. */
const WINDOW_SECONDS = 10;
const MAXIMUM_SECONDS = 60;

export class ServiceRate {
  /** Texts finished in each second, the second's number first; the newest last. */
  private readonly seconds: [second: number, texts: number][] = [];
  private readonly began: number;

  /** @param now seconds of a clock that only goes forward */
  constructor(private readonly now: () => number = () => performance.now() / 1000) {
    this.began = now();
  }

  finished(texts: number): void {
    const second = Math.floor(this.now());
    const last = this.seconds.at(-1);
    if (last?.[0] === second) last[1] += texts;
    else this.seconds.push([second, texts]);
    while (this.seconds[0]![0] <= second - WINDOW_SECONDS) this.seconds.shift();
  }

  /** Whole seconds in which so many texts are served at the present rate: at least 1, at most 60; 1 as long as nothing is known. */
  secondsFor(texts: number): number {
    const now = this.now();
    const recent = this.seconds.filter(([second]) => second > now - WINDOW_SECONDS);
    const served = recent.reduce((sum, [, count]) => sum + count, 0);
    if (served === 0) return 1;
    const elapsed = Math.min(WINDOW_SECONDS, Math.max(0.1, now - Math.max(this.began, recent[0]![0])));
    return Math.min(MAXIMUM_SECONDS, Math.max(1, Math.ceil((texts * elapsed) / served)));
  }
}
