/** Whole numbers, of which it is not known beforehand how many there will be, outside the heap of JavaScript. */

const CHUNK = 2 ** 20;

/** Grows by chunks: nothing is copied before the end, and no array is twice as long as needed. */
export class GrowingIntegers {
  private readonly full: Int32Array[] = [];
  private chunk = new Int32Array(CHUNK);
  private taken = 0; // of the chunk

  get length(): number {
    return this.full.length * CHUNK + this.taken;
  }

  push(value: number): void {
    if (this.taken === CHUNK) this.nextChunk();
    this.chunk[this.taken++] = value;
  }

  append(values: Int32Array): void {
    for (let from = 0; from < values.length; ) {
      if (this.taken === CHUNK) this.nextChunk();
      const part = values.subarray(from, from + CHUNK - this.taken);
      this.chunk.set(part, this.taken);
      this.taken += part.length;
      from += part.length;
    }
  }

  /** A copy of all, in memory that threads share. */
  toShared(): Int32Array<SharedArrayBuffer> {
    const all = new Int32Array(new SharedArrayBuffer(this.length * 4));
    this.full.forEach((chunk, i) => {
      all.set(chunk, i * CHUNK);
    });
    all.set(this.chunk.subarray(0, this.taken), this.full.length * CHUNK);
    return all;
  }

  private nextChunk(): void {
    this.full.push(this.chunk);
    this.chunk = new Int32Array(CHUNK);
    this.taken = 0;
  }
}
