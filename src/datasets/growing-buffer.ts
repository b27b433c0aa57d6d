/** A buffer that grows by doubling, for bytes that come in pieces of any size. */
export class GrowingBuffer {
  private bytes = Buffer.alloc(4096);
  private taken = 0;

  /** How many bytes it holds. */
  get length(): number {
    return this.taken;
  }

  append(chunk: Buffer, from: number, to: number): void {
    const length = this.taken + to - from;
    if (length > this.bytes.byteLength) {
      const larger = Buffer.alloc(2 * length);
      this.bytes.copy(larger, 0, 0, this.taken);
      this.bytes = larger;
    }
    chunk.copy(this.bytes, this.taken, from, to);
    this.taken = length;
  }

  /** A copy of what it holds; it is empty afterwards. */
  take(): Buffer {
    const copy = Buffer.from(this.bytes.subarray(0, this.taken));
    this.taken = 0;
    return copy;
  }

  clear(): void {
    this.taken = 0;
  }
}
