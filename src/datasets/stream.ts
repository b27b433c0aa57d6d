/** Reads texts one by one from a file or a stream of any length, in flat memory: what `predict` feeds on. */
import type { Readable } from 'node:stream';
import { ReelsenseError } from '../errors/index.js';
import {
  decodeText,
  formatOfTable,
  idColumnOf,
  jsonByName,
  LineSplitter,
  requireColumn,
  type TableFormat,
  tableRows,
  withoutByteOrderMark,
} from '../tables/index.js';
import { MAXIMUM_TEXT_BYTES } from './dataset.js';
import { HashedFile } from './file-chunks.js';
import { nameOf } from './file-name.js';

export interface StreamOptions {
  /** By default from the name of the file: .csv, .tsv, .jsonl; a text a line for any other name but .json, and for a stream. */
  readonly format?: 'txt' | TableFormat | undefined;
  /** Column of the text in a table; by default one of the usual names is looked for. */
  readonly textColumn?: string | undefined;
  /** Bytes of a line (of a row of a table) at most; a longer one gives an error entry. 1 MiB by default. */
  readonly maximumBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A text, or what is wrong with it: the codes are 'empty-text', 'text-too-long' and 'damaged-data'. */
export type TextEntry =
  | {
      /** Number of the line; in a table of the row of data, from 1, the header and blank lines not counted. */
      readonly row: number;
      /** What stands in the table's column 'id'; absent without such a column, and where it is empty. */
      readonly id?: string | undefined;
      readonly text: string;
      /** How many pieces were not UTF-8; each stands in `text` as U+FFFD. */
      readonly replaced: number;
      readonly error?: undefined;
    }
  | { readonly row: number; readonly id?: string; readonly error: ReelsenseError; readonly text?: undefined };

/**
 * The texts of the file at a path, or of a stream such as standard input, in their order. A bad line is an entry
 * with an error, and the next one follows.
 *
 * @throws ReelsenseError 'file-not-found', 'missing-column', 'damaged-data' for a file that is no text at all, 'invalid-option' for
 *   one called .json without a format.
 */
export async function* streamTexts(
  source: string | Readable,
  options: StreamOptions = {},
): AsyncGenerator<TextEntry> {
  const { signal, maximumBytes = MAXIMUM_TEXT_BYTES } = options;
  const name = typeof source === 'string' ? nameOf(source) : 'The input';
  if (typeof source === 'string' && options.format === undefined) {
    const mistake = jsonByName(source, name, 'call it .jsonl');
    if (mistake !== undefined) throw new ReelsenseError('invalid-option', mistake);
  }
  const chunks =
    typeof source === 'string'
      ? new HashedFile(source, { signal, remedy: 'check the path' }).chunks()
      : chunksOf(source, signal);
  const format = options.format ?? (typeof source === 'string' ? formatOfTable(source) : undefined) ?? 'txt';
  if (format === 'txt') yield* textLines(chunks, name, maximumBytes);
  else yield* textRows(chunks, name, format, maximumBytes, options.textColumn);
}

async function* chunksOf(
  source: Readable,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array | string> {
  const stop = (): void => {
    source.destroy();
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    signal?.throwIfAborted();
    yield* source;
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

async function* textLines(
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
  maximumBytes: number,
): AsyncGenerator<TextEntry> {
  const splitter = new LineSplitter(maximumBytes);
  for await (const chunk of withoutByteOrderMark(chunks, name)) {
    for (const line of splitter.push(chunk)) yield lineEntry(line.number, line.bytes, name, maximumBytes);
  }
  for (const line of splitter.end()) yield lineEntry(line.number, line.bytes, name, maximumBytes);
}

function lineEntry(
  row: number,
  bytes: Uint8Array | undefined,
  name: string,
  maximumBytes: number,
): TextEntry {
  if (bytes === undefined) {
    return problem(
      row,
      'text-too-long',
      `${name}: line ${row} has more than ${maximumBytes.toLocaleString('en')} bytes; shorten or split it.`,
    );
  }
  const { text, replaced } = decodeText(bytes);
  if (text.trim() === '')
    return problem(row, 'empty-text', `${name}: line ${row} is empty; write a review on it.`);
  return { row, text, replaced };
}

async function* textRows(
  chunks: AsyncIterable<Uint8Array | string>,
  name: string,
  format: TableFormat,
  maximumBytes: number,
  textColumn: string | undefined,
): AsyncGenerator<TextEntry> {
  let column: number | undefined;
  let ownColumns: readonly string[] | undefined;
  let idColumn: number | undefined;
  for await (const row of tableRows(chunks, { format, name, maximumBytes })) {
    const place = `${name}: ${row.place}`;
    const isTold = row.problem === undefined || row.columns.length > 0;
    if (isTold) column ??= requireColumn(row.columns, 'text', textColumn, name);
    if (row.problem !== undefined) {
      const code = row.tooLong ? 'text-too-long' : 'damaged-data';
      yield problem(row.row, code, `${place} ${row.problem}; mend it.`);
      continue;
    }
    const { text, replaced } = row.cell(column!);
    if (row.ownColumns !== ownColumns) {
      ownColumns = row.ownColumns;
      idColumn = idColumnOf(ownColumns);
    }
    const id = idColumn === undefined ? undefined : row.ownCell(idColumn).text?.trim();
    const named = id === undefined || id === '' ? {} : { id };
    if (text === undefined) {
      const missing = `${place} has no text in column ${JSON.stringify(row.columns[column!])}.`;
      yield { ...problem(row.row, 'damaged-data', missing), ...named };
    } else if (text.trim() === '') {
      const empty = `${place} has an empty text; write a review there.`;
      yield { ...problem(row.row, 'empty-text', empty), ...named };
    } else {
      yield { row: row.row, ...named, text, replaced };
    }
  }
}

function problem(
  row: number,
  code: 'empty-text' | 'text-too-long' | 'damaged-data',
  message: string,
): TextEntry {
  return { row, error: new ReelsenseError(code, message) };
}
