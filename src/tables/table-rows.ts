/** The rows of a CSV, TSV or JSON Lines stream, one after the other, in flat memory. */
import { ReelsenseError } from '../errors/index.js';
import { decodeText, joined, withoutByteOrderMark } from './decode.js';
import { type DelimitedRecord, DelimitedScanner, guessDelimiter } from './delimited.js';
import { LineSplitter } from './lines.js';

export type TableFormat = 'csv' | 'tsv' | 'jsonl';

/** The value of a column in a row. */
export interface Cell {
  /** Undefined where the row has no value (null or no such key in JSON), or one that is not text or a number. */
  readonly text: string | undefined;
  /** Pieces that were not UTF-8. */
  readonly replaced: number;
}

export interface TableRow {
  /** From 1; the header and blank lines do not count. */
  readonly row: number;
  /** For a message: 'row 3 (line 4)'. */
  readonly place: string;
  /** The header; for JSON Lines the keys of the first object. */
  readonly columns: readonly string[];
  /**
   * The header; for JSON Lines the keys of this very object, which may have some that the first has not. The same array as in the
   * row before where nothing differs.
   */
  readonly ownColumns: readonly string[];
  /** What is wrong with the whole row, to be put after the place; there are no cells then. */
  readonly problem: string | undefined;
  /** Whether the problem is that the row has more bytes than are allowed. */
  readonly tooLong: boolean;
  /** The value of the column with this index. */
  cell(column: number): Cell;
  /** The value of the column with this index in `ownColumns`. */
  ownCell(column: number): Cell;
}

export interface TableOptions {
  readonly format: TableFormat;
  /** Of the file, for a message. */
  readonly name: string;
  /** Bytes of one row at most. */
  readonly maximumBytes: number;
}

const NO_CELL: Cell = { text: undefined, replaced: 0 };
const noCell = (): Cell => NO_CELL;

/** @throws ReelsenseError 'damaged-data' when there is no header, or the first line cannot be one. */
export function tableRows(
  chunks: AsyncIterable<Uint8Array | string>,
  options: TableOptions,
): AsyncGenerator<TableRow> {
  const bytes = withoutByteOrderMark(chunks, options.name);
  return options.format === 'jsonl' ? jsonRows(bytes, options) : delimitedRows(bytes, options);
}

async function* delimitedRows(
  bytes: AsyncIterable<Uint8Array>,
  options: TableOptions,
): AsyncGenerator<TableRow> {
  let columns: string[] | undefined;
  let row = 0;
  for await (const { line, cellCount, cell, problem, tooLong } of delimitedRecords(bytes, options)) {
    if (columns === undefined) {
      if (problem !== undefined) {
        throw new ReelsenseError('damaged-data', `${options.name}: the header (line ${line}) ${problem}.`);
      }
      columns = Array.from({ length: cellCount }, (_, index) => decodeText(cell(index)).text.trim());
      continue;
    }
    const blank = cellCount === 1 && cell(0).byteLength === 0 && problem === undefined;
    if (blank && columns.length > 1) continue;
    row++;
    const ragged =
      cellCount === columns.length
        ? undefined
        : `has ${cellCount} cells where the header has ${columns.length} (is a text with a comma quoted?)`;
    const decoded = (column: number): Cell => (column < cellCount ? decodeText(cell(column)) : NO_CELL);
    yield {
      row,
      place: `row ${row} (line ${line})`,
      columns,
      ownColumns: columns,
      problem: problem ?? ragged,
      tooLong,
      cell: decoded,
      ownCell: decoded,
    };
  }
}

async function* delimitedRecords(
  bytes: AsyncIterable<Uint8Array>,
  { format, maximumBytes }: TableOptions,
): AsyncGenerator<DelimitedRecord> {
  let scanner: DelimitedScanner | undefined;
  let start: Uint8Array = new Uint8Array(0);
  const startScanner = (): DelimitedScanner => {
    const end = start.findIndex(isLineEnd);
    const delimiter = format === 'tsv' ? 9 : guessDelimiter(end === -1 ? start : start.subarray(0, end));
    return new DelimitedScanner(delimiter, maximumBytes);
  };
  for await (const chunk of bytes) {
    if (scanner === undefined) {
      start = joined(start, chunk);
      if (!start.some(isLineEnd) && start.byteLength < 64 * 1024) continue;
      scanner = startScanner();
      yield* scanner.push(start);
    } else {
      yield* scanner.push(chunk);
    }
  }
  if (scanner === undefined) {
    scanner = startScanner();
    yield* scanner.push(start);
  }
  yield* scanner.end();
}

const isLineEnd = (byte: number): boolean => byte === 10 || byte === 13;

async function* jsonRows(bytes: AsyncIterable<Uint8Array>, options: TableOptions): AsyncGenerator<TableRow> {
  const splitter = new LineSplitter(options.maximumBytes);
  let columns: readonly string[] | undefined;
  let ownColumns: readonly string[] = [];
  let row = 0;
  const parse = (number: number, line: Uint8Array | undefined): TableRow | undefined => {
    const { text, replaced } = line === undefined ? { text: '', replaced: 0 } : decodeText(line);
    if (line !== undefined && text.trim() === '') return undefined;
    row++;
    const place = `row ${row} (line ${number})`;
    const bad = (problem: string): TableRow => ({
      row,
      place,
      columns: columns ?? [],
      ownColumns: [],
      problem,
      tooLong: line === undefined,
      cell: noCell,
      ownCell: noCell,
    });
    if (line === undefined) return bad(`has more than ${options.maximumBytes.toLocaleString('en')} bytes`);
    const record = parseObject(text);
    if (record === undefined) return bad('is not a JSON object on one line');
    const keys = [...record.keys()];
    if (!isSame(keys, ownColumns)) ownColumns = keys;
    columns ??= ownColumns;
    const [names, ownNames] = [columns, ownColumns];
    const cellOf = (name = ''): Cell => ({ text: textOf(record.get(name)), replaced });
    return {
      row,
      place,
      columns: names,
      ownColumns: ownNames,
      problem: undefined,
      tooLong: false,
      cell: (column) => cellOf(names[column]),
      ownCell: (column) => cellOf(ownNames[column]),
    };
  };
  for await (const chunk of bytes) {
    for (const { number, bytes: line } of splitter.push(chunk)) {
      const parsed = parse(number, line);
      if (parsed !== undefined) yield parsed;
    }
  }
  for (const { number, bytes: line } of splitter.end()) {
    const parsed = parse(number, line);
    if (parsed !== undefined) yield parsed;
  }
}

function isSame(first: readonly string[], second: readonly string[]): boolean {
  return first.length === second.length && first.every((name, index) => name === second[index]);
}

function parseObject(text: string): Map<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value));
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
