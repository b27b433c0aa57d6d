/** Cuts a stream of bytes into lines of bounded length. */
import { GrowingBuffer } from './growing-buffer.js';

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end (LF or CR LF); undefined when it has more bytes than are allowed. */
  readonly bytes: Uint8Array | undefined;
}

/** Feed it chunks; it holds at most one unfinished line of `maximumBytes`, and drops the rest of a longer one. */
export class LineSplitter {
  private readonly held = new GrowingBuffer();
  private overflowed = false;
  private number = 1;

  constructor(private readonly maximumBytes: number) {}

  /** The lines that end in `chunk`. */
  *push(chunk: Uint8Array): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.hold(chunk, start, end);
      yield this.take();
      start = end + 1;
    }
    this.hold(chunk, start, chunk.byteLength);
  }

  /** The last line, when the bytes did not end with a line end. */
  *end(): Generator<Line> {
    if (this.held.length > 0 || this.overflowed) yield this.take();
  }

  private hold(chunk: Uint8Array, from: number, to: number): void {
    // One byte more than allowed: it may be the CR of a line end.
    if (this.overflowed || this.held.length + to - from > this.maximumBytes + 1) {
      this.overflowed = true;
      this.held.clear();
    } else {
      this.held.append(chunk, from, to);
    }
  }

  private take(): Line {
    let bytes: Uint8Array | undefined = this.held.take();
    if (bytes.at(-1) === 13) bytes = bytes.subarray(0, -1);
    if (this.overflowed || bytes.byteLength > this.maximumBytes) bytes = undefined;
    this.overflowed = false;
    return { number: this.number++, bytes };
  }
}
