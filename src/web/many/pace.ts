/** How fast it goes and how long it still takes, from what was done lately. */

interface Mark {
  readonly time: number;
  readonly done: number;
}

/** Milliseconds that are looked back. */
const SPAN = 12_000;

export class Pace {
  private marks: Mark[] = [];

  /** Begin anew after a pause. */
  reset(): void {
    this.marks = [];
  }

  /** @param time milliseconds @param done rows so far */
  mark(time: number, done: number): void {
    this.marks.push({ time, done });
    while (this.marks.length > 2 && this.marks[1]!.time < time - SPAN) this.marks.shift();
  }

  /** Rows a second; undefined while too little is known. */
  get rate(): number | undefined {
    const [first, last] = [this.marks[0], this.marks.at(-1)];
    if (first === undefined || last === undefined || last.time - first.time < 500) return undefined;
    const rate = ((last.done - first.done) * 1000) / (last.time - first.time);
    return rate > 0 ? rate : undefined;
  }

  /** Milliseconds until `total` rows are done. */
  left(total: number): number | undefined {
    const { rate } = this;
    const done = this.marks.at(-1)?.done;
    if (rate === undefined || done === undefined) return undefined;
    return (Math.max(0, total - done) / rate) * 1000;
  }
}
