/**
 * Cuts a stream of bytes into the records of a CSV or TSV file (RFC 4180, https://www.rfc-editor.org/rfc/rfc4180,
 * with any of LF, CR LF and CR as line end). Our own because the stream has to be flat in memory whatever comes, and
 * to go on after a record that is too long or badly quoted; csv-parse is its second opinion in the tests.
 */

export interface DelimitedRecord {
  /** The line on which the record starts, from 1. */
  readonly line: number;
  /** Empty when the record is too long. */
  readonly cells: readonly Buffer[];
  /** What is wrong with it, to be put after "row 3": 'has ...'. */
  readonly problem: string | undefined;
  readonly tooLong: boolean;
}

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

type State =
  | 'cell start'
  | 'bare'
  | 'quoted'
  | 'quote in quoted' // the end of the cell, or the first of two quotes that mean one
  | 'line end'; // after a CR, which may be followed by its LF

/** Feed it chunks; it holds at most one unfinished record of `maximumBytes`. */
export class DelimitedScanner {
  private state: State = 'line end';
  private cells: Buffer[] = [];
  private pieces: Buffer[] = [];
  private size = 0; // bytes of the record so far
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
  *push(chunk: Buffer): Generator<DelimitedRecord> {
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
        yield* this.hold(chunk.subarray(position, end));
        this.countLines(chunk, position, end);
        if (quote !== -1) this.state = 'quote in quoted';
        position = quote === -1 ? end : end + 1;
      } else if (this.state === 'quote in quoted' && byte === QUOTE) {
        yield* this.hold(chunk.subarray(position, position + 1));
        this.state = 'quoted';
        position++;
      } else if (byte === this.delimiter) {
        yield* this.hold(chunk.subarray(position, position)); // an empty cell, too, adds to the record
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
          this.problem ??= 'has text after a closing quote (a quote inside a quoted cell is written twice)';
        }
        this.state = 'bare';
        const end = this.endOfBare(chunk, position);
        yield* this.hold(chunk.subarray(position, end));
        position = end;
      }
    }
  }

  /** The last record, when the bytes did not end with a line end. */
  *end(): Generator<DelimitedRecord> {
    if (this.state === 'line end') return;
    if (this.state === 'cell start' && this.cells.length === 0 && !this.overflowed) return;
    if (this.state === 'quoted') {
      this.problem ??= `has a quote, opened on line ${this.quoteLine}, that is never closed`;
    }
    yield* this.endRecord();
  }

  private endOfBare(chunk: Buffer, from: number): number {
    let position = from;
    for (; position < chunk.byteLength; position++) {
      const byte = chunk[position];
      if (byte === this.delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
    }
    return position;
  }

  private countLines(chunk: Buffer, from: number, to: number): void {
    for (
      let at = chunk.indexOf(LINE_FEED, from);
      at !== -1 && at < to;
      at = chunk.indexOf(LINE_FEED, at + 1)
    ) {
      this.line++;
    }
  }

  private *hold(piece: Buffer): Generator<DelimitedRecord> {
    if (this.overflowed) return;
    this.size += Math.max(piece.byteLength, 1);
    if (this.size <= this.maximumBytes) {
      if (piece.byteLength > 0) this.pieces.push(piece);
      return;
    }
    const hint = this.state === 'quoted' ? ` (is the quote opened on line ${this.quoteLine} closed?)` : '';
    this.problem = `has more than ${this.maximumBytes.toLocaleString('en')} bytes${hint}`;
    this.overflowed = true;
    this.cells = [];
    this.pieces = [];
    yield { line: this.firstLine, cells: [], problem: this.problem, tooLong: true };
  }

  private endCell(): void {
    if (this.overflowed) return;
    this.cells.push(this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces));
    this.pieces = [];
  }

  private *endRecord(): Generator<DelimitedRecord> {
    this.endCell();
    if (!this.overflowed) {
      yield { line: this.firstLine, cells: this.cells, problem: this.problem, tooLong: false };
    }
    this.state = 'line end';
    this.cells = [];
    this.size = 0;
    this.problem = undefined;
    this.overflowed = false;
  }
}

/**
 * The byte that separates the cells of a file whose first line is `line`: a comma, or where there is none a
 * semicolon (spreadsheets in many languages write it) or a tab.
 */
export function guessDelimiter(line: Buffer): number {
  const bare = line.toString('latin1').replace(/"[^"]*"/g, '');
  const found = [',', ';', '\t'].find((delimiter) => bare.includes(delimiter)) ?? ',';
  return found.charCodeAt(0);
}
