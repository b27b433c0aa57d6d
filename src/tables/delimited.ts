/**
 * Cuts a stream of bytes into the records of a CSV or TSV file (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180,
 * with any of LF, CR LF and CR as line end). Our own because the stream has to be flat in memory whatever comes, and
 * to go on after a record that is too long or badly quoted; csv-parse is its second opinion in the tests.
 */
import { GrowingBuffer } from './growing-buffer.js';

export interface DelimitedRecord {
  /** The line on which the record starts, from 1. */
  readonly line: number;
  /** 0 when the record is too long. */
  readonly cellCount: number;
  /** The bytes of a cell, without its quotes. */
  cell(index: number): Uint8Array;
  /** What is wrong with it, to be put after "row 3": 'has ...'. */
  readonly problem: string | undefined;
  readonly tooLong: boolean;
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const NO_BYTES = new Uint8Array(0);

type State =
  | 'cell start'
  | 'bare'
  | 'quoted'
  | 'quote in quoted' // the end of the cell, or the first of two quotes that mean one
  | 'line end'; // after a CR, which may be followed by its LF

/** Feed it chunks; it holds at most one unfinished record of `maximumBytes`. */
export class DelimitedScanner {
  private state: State = 'line end';
  private readonly bytes = new GrowingBuffer(); // of the cells of the record, one after the other
  private ends: number[] = []; // where in `bytes` each cell ends
  private size = 0; // of the record so far, empty cells counted as a byte
  private problem: string | undefined;
  private overflowed = false;
  private line = 1; // of the byte that is looked at
  private firstLine = 1; // of the record
  private quoteLine = 1; // of the last opening quote
  private afterReturn = false;

  constructor(
    private readonly delimiter: number,
    private readonly maximumBytes: number,
  ) {}

  /** The records that end in `chunk`. A record that grows too long is given at once, without its cells. */
  *push(chunk: Uint8Array): Generator<DelimitedRecord> {
    let position = 0;
    while (position < chunk.byteLength) {
      const byte = chunk[position];
      if (this.state === 'line end') {
        if (byte === LINE_FEED && this.afterReturn) position++;
        this.afterReturn = false;
        this.state = 'cell start';
        this.firstLine = this.line;
        continue;
      }
      if (this.state === 'quoted') {
        const quote = chunk.indexOf(QUOTE, position);
        const end = quote === -1 ? chunk.byteLength : quote;
        if (this.hold(chunk, position, end)) yield this.tooLong();
        this.countLines(chunk, position, end);
        if (quote !== -1) this.state = 'quote in quoted';
        position = quote === -1 ? end : end + 1;
      } else if (this.state === 'quote in quoted' && byte === QUOTE) {
        if (this.hold(chunk, position, position + 1)) yield this.tooLong();
        this.state = 'quoted';
        position++;
      } else if (byte === this.delimiter) {
        // An empty cell, too, adds to the record.
        if (this.hold(chunk, position, position)) yield this.tooLong();
        this.endCell();
        this.state = 'cell start';
        position++;
      } else if (byte === LINE_FEED || byte === CARRIAGE_RETURN) {
        yield* this.endRecord();
        this.line++;
        this.afterReturn = byte === CARRIAGE_RETURN;
        position++;
      } else if (this.state === 'cell start' && byte === QUOTE) {
        this.state = 'quoted';
        this.quoteLine = this.line;
        position++;
      } else {
        if (this.state === 'quote in quoted') {
          const { line, quoteLine } = this;
          const lines = line > quoteLine ? `; its cell goes from line ${quoteLine} to line ${line}` : '';
          this.problem ??= `has text after a closing quote (a quote inside a quoted cell is written twice)${lines}`;
        }
        this.state = 'bare';
        const end = this.endOfBare(chunk, position);
        if (this.hold(chunk, position, end)) yield this.tooLong();
        position = end;
      }
    }
  }

  /** The last record, when the bytes did not end with a line end. */
  *end(): Generator<DelimitedRecord> {
    if (this.state === 'line end') return;
    if (this.state === 'cell start' && this.ends.length === 0 && !this.overflowed) return;
    if (this.state === 'quoted') {
      this.problem ??= `has a quote, opened on line ${this.quoteLine}, that is never closed, so that all after it is one cell`;
    }
    yield* this.endRecord();
  }

  private endOfBare(chunk: Uint8Array, from: number): number {
    let position = from;
    for (; position < chunk.byteLength; position++) {
      const byte = chunk[position];
      if (byte === this.delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
    }
    return position;
  }

  private countLines(chunk: Uint8Array, from: number, to: number): void {
    for (let position = from; position < to; position++) if (chunk[position] === LINE_FEED) this.line++;
  }

  /** Takes the bytes of the chunk into the cell; true when the record has just become too long. */
  private hold(chunk: Uint8Array, from: number, to: number): boolean {
    if (this.overflowed) return false;
    this.size += Math.max(to - from, 1);
    if (this.size > this.maximumBytes) {
      this.overflowed = true;
      return true;
    }
    this.bytes.append(chunk, from, to);
    return false;
  }

  private tooLong(): DelimitedRecord {
    const hint = this.state === 'quoted' ? ` (is the quote opened on line ${this.quoteLine} closed?)` : '';
    const problem = `has more than ${this.maximumBytes.toLocaleString('en')} bytes${hint}`;
    return { line: this.firstLine, cellCount: 0, cell: () => NO_BYTES, problem, tooLong: true };
  }

  private endCell(): void {
    if (!this.overflowed) this.ends.push(this.bytes.length);
  }

  private *endRecord(): Generator<DelimitedRecord> {
    this.endCell();
    if (!this.overflowed) {
      const bytes = this.bytes.take();
      const { ends, firstLine: line, problem } = this;
      const cell = (index: number): Uint8Array => bytes.subarray(ends[index - 1] ?? 0, ends[index] ?? 0);
      yield { line, cellCount: ends.length, cell, problem, tooLong: false };
    }
    this.state = 'line end';
    this.ends = [];
    this.bytes.clear();
    this.size = 0;
    this.problem = undefined;
    this.overflowed = false;
  }
}

/**
 * The byte that separates the cells of a file whose first line is `line`: a comma, or where there is none a
 * semicolon (spreadsheets in many languages write it) or a tab.
 */
export function guessDelimiter(line: Uint8Array): number {
  const bare = new TextDecoder('latin1').decode(line).replace(/"[^"]*"/g, '');
  const found = [',', ';', '\t'].find((delimiter) => bare.includes(delimiter)) ?? ',';
  return found.charCodeAt(0);
}
