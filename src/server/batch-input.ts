/** The body of `POST /api/v1/batch` -> its rows, one after the other: JSON lines, a table, or a text a line. */
import { Readable } from 'node:stream';
import { streamTexts } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { type Decoded, decodeText, LineSplitter, withoutByteOrderMark } from '../tables/index.js';
import { RequestError } from './api-error.js';
import { checkText, kindOf, type TextLimits } from './predict-request.js';

export type BatchFormat = 'ndjson' | 'csv' | 'tsv' | 'txt';

/** Media type -> what it is read as. */
export const batchFormats: Readonly<Record<string, BatchFormat>> = {
  'application/x-ndjson': 'ndjson',
  'text/csv': 'csv',
  'text/tab-separated-values': 'tsv',
  'text/plain': 'txt',
};

/** A text, or why there is none. */
export type BatchRow = { readonly row: number; readonly id?: string | number } & (
  | {
      readonly text: string;
      /** How many pieces were not UTF-8; each stands in the text as U+FFFD. */
      readonly replaced: number;
      readonly error?: undefined;
    }
  | { readonly error: ReelsenseError | RequestError; readonly text?: undefined }
);

export interface BatchInputOptions {
  readonly format: BatchFormat;
  readonly textColumn: string | undefined;
  readonly limits: TextLimits;
}

/** Bytes of a row at most: its text may take three a character, six where JSON escapes it, and there may be other columns beside it. */
const BESIDES_BYTES = 1 << 16;

/**
 * Reads no further than the row that is asked for.
 * @throws ReelsenseError 'damaged-data' for what is no text, or has no header; 'missing-column'
 */
export async function* batchRows(
  chunks: AsyncIterable<Uint8Array>,
  { format, textColumn, limits }: BatchInputOptions,
): AsyncGenerator<BatchRow> {
  const maximumBytes = (format === 'ndjson' ? 6 : 3) * limits.maximumTextCharacters + BESIDES_BYTES;
  if (format === 'ndjson') {
    yield* jsonRows(chunks, maximumBytes, limits);
    return;
  }
  try {
    const source = Readable.from(chunks);
    for await (const entry of streamTexts(source, { format, textColumn, maximumBytes })) {
      const { row, id } = entry;
      if (entry.error === undefined) yield checkedRow(row, id, entry.text, limits, entry.replaced);
      else yield { row, ...(id === undefined ? {} : { id }), error: entry.error };
    }
  } catch (error) {
    if (!(error instanceof ReelsenseError) || error.code !== 'missing-column') throw error;
    throw new RequestError('missing-column', error.message.replace('--text-column', '?textColumn=NAME'));
  }
}

async function* jsonRows(
  chunks: AsyncIterable<Uint8Array>,
  maximumBytes: number,
  limits: TextLimits,
): AsyncGenerator<BatchRow> {
  const splitter = new LineSplitter(maximumBytes);
  let row = 0;
  const rowsOf = function* (
    lines: Iterable<{ readonly bytes: Uint8Array | undefined }>,
  ): Generator<BatchRow> {
    for (const { bytes } of lines) {
      if (bytes === undefined) {
        row++;
        const message = `The line has more than ${maximumBytes.toLocaleString('en')} bytes. Shorten the text.`;
        yield { row, error: new RequestError('text-too-long', message) };
        continue;
      }
      const line = decodeText(bytes);
      if (line.text.trim() === '') continue;
      row++;
      yield rowOfJson(row, line, limits);
    }
  };
  for await (const chunk of withoutByteOrderMark(chunks, 'The body')) yield* rowsOf(splitter.push(chunk));
  yield* rowsOf(splitter.end());
}

function rowOfJson(row: number, line: Decoded, limits: TextLimits): BatchRow {
  let value: unknown;
  try {
    value = JSON.parse(line.text);
  } catch {
    const message = 'The line is not JSON. Send {"text": "..."}, or a text in double quotes.';
    return { row, error: new RequestError('malformed-json', message) };
  }
  if (typeof value === 'string') return checkedRow(row, undefined, value, limits, line.replaced);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const message = `The line is ${kindOf(value)}. Send {"text": "..."}, or a text in double quotes.`;
    return { row, error: new RequestError('wrong-type', message) };
  }
  const fields = new Map<string, unknown>(Object.entries(value));
  const id = fields.get('id') ?? undefined;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') {
    return {
      row,
      error: new RequestError('wrong-type', `The id is ${kindOf(id)}; it must be a string or a number.`),
    };
  }
  if (typeof id === 'number' && !(Number.isInteger(id) ? Number.isSafeInteger(id) : Number.isFinite(id))) {
    const message = 'The id is a number that would not come back as it was sent. Send it as a string.';
    return { row, error: new RequestError('wrong-type', message) };
  }
  return checkedRow(row, id, fields.get('text'), limits, line.replaced);
}

function checkedRow(
  row: number,
  id: string | number | undefined,
  text: unknown,
  limits: TextLimits,
  replaced: number,
): BatchRow {
  const place = id === undefined ? { row } : { row, id };
  try {
    return { ...place, text: checkText(text, 'The text', limits), replaced };
  } catch (error) {
    if (error instanceof RequestError) return { ...place, error };
    throw error;
  }
}
