/** Cuts a stream of bytes into lines of bounded length. */

export interface Line {
  /** From 1. */
  readonly number: number;
  /** Without its line end (LF or CR LF); undefined when it has more bytes than are allowed. */
  readonly bytes: Buffer | undefined;
}

/** Feed it chunks; it holds at most one unfinished line of `maximumBytes`, and drops the rest of a longer one. */
export class LineSplitter {
  private pieces: Buffer[] = [];
  private held = 0;
  private overflowed = false;
  private number = 1;

  constructor(private readonly maximumBytes: number) {}

  /** The lines that end in `chunk`. */
  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.hold(chunk.subarray(start, end));
      yield this.take();
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
  }

  /** The last line, when the bytes did not end with a line end. */
  *end(): Generator<Line> {
    if (this.held > 0 || this.overflowed) yield this.take();
  }

  private hold(piece: Buffer): void {
    if (piece.byteLength === 0) return;
    this.held += piece.byteLength;
    // One byte more than allowed: it may be the CR of a line end.
    if (this.held > this.maximumBytes + 1) {
      this.overflowed = true;
      this.pieces = [];
    } else if (!this.overflowed) {
      this.pieces.push(piece);
    }
  }

  private take(): Line {
    let bytes: Buffer | undefined;
    if (!this.overflowed) {
      bytes = this.pieces.length === 1 ? this.pieces[0] : Buffer.concat(this.pieces);
      if (bytes?.at(-1) === 13) bytes = bytes.subarray(0, -1);
      if (bytes !== undefined && bytes.byteLength > this.maximumBytes) bytes = undefined;
    }
    this.pieces = [];
    this.held = 0;
    this.overflowed = false;
    return { number: this.number++, bytes };
  }
}
