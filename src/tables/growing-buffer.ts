/** A buffer that grows by doubling, for bytes that come in pieces of any size. */
export class GrowingBuffer {
  private bytes = new Uint8Array(4096);
  private taken = 0;

  /** How many bytes it holds. */
  get length(): number {
    return this.taken;
  }

  append(chunk: Uint8Array, from: number, to: number): void {
    const length = this.taken + to - from;
    if (length > this.bytes.byteLength) {
      const larger = new Uint8Array(2 * length);
      larger.set(this.bytes.subarray(0, this.taken));
      this.bytes = larger;
    }
    this.bytes.set(chunk.subarray(from, to), this.taken);
    this.taken = length;
  }

  /** A copy of what it holds; it is empty afterwards. */
  take(): Uint8Array {
    const copy = this.bytes.slice(0, this.taken);
    this.taken = 0;
    return copy;
  }

  clear(): void {
    this.taken = 0;
  }
}
