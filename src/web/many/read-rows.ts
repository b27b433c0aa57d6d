/** The texts of a source, one after the other, in flat memory: what cannot be read is a row too, with its reason. */
import {
  decodeText,
  findColumn,
  LineSplitter,
  type TableRow,
  tableRows,
  withoutByteOrderMark,
} from '../../tables/index.js';
import { chunksOf, type Source } from './source.js';

/** A text, or why there is none. */
export type SourceRow =
  | {
      readonly text: string;
      /** Whether it has bytes that are not UTF-8, each piece of them read as U+FFFD. */
      readonly isDamaged?: boolean;
      readonly problem?: undefined;
    }
  | { readonly problem: string };

export interface ReadRowsOptions {
  /** Index of the column of the text in a table; by default that of a usual name, else the first. */
  readonly textColumn?: number | undefined;
  /** Of one text. */
  readonly maximumCharacters: number;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Of one row, with its other columns. */
export const MAXIMUM_ROW_BYTES = 4 << 20;

/** Blank lines are no rows. @throws ReelsenseError 'damaged-data', 'missing-column' for what is no such file at all */
export async function* readRows(source: Source, options: ReadRowsOptions): AsyncGenerator<SourceRow> {
  const chunks = chunksOf(source.content, options.onBytes);
  const rows = source.format === 'txt' ? textLines(chunks, source.name) : tableTexts(chunks, source, options);
  const limit = options.maximumCharacters;
  for await (const row of rows) {
    if (row.problem === undefined && row.text.length > limit) {
      const [has, allowed] = [row.text.length, limit].map((value) => value.toLocaleString('en'));
      yield { problem: `The text has ${has} characters; the limit is ${allowed}. Shorten or split it.` };
    } else if (row.problem === undefined && row.text.trim() === '') {
      yield { problem: 'The text is empty.' };
    } else {
      yield row;
    }
  }
}

function readText(text: string, replaced: number): SourceRow {
  return replaced === 0 ? { text } : { text, isDamaged: true };
}

async function* textLines(chunks: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<SourceRow> {
  const splitter = new LineSplitter(MAXIMUM_ROW_BYTES);
  const rowsOf = function* (lines: ReturnType<LineSplitter['push']>): Generator<SourceRow> {
    for (const { number, bytes } of lines) {
      if (bytes === undefined) {
        yield { problem: `Line ${number} has more than ${MAXIMUM_ROW_BYTES.toLocaleString('en')} bytes.` };
        continue;
      }
      const { text, replaced } = decodeText(bytes);
      if (text.trim() !== '') yield readText(text, replaced);
    }
  };
  for await (const chunk of withoutByteOrderMark(chunks, name)) yield* rowsOf(splitter.push(chunk));
  yield* rowsOf(splitter.end());
}

async function* tableTexts(
  chunks: AsyncIterable<Uint8Array>,
  { name, format }: Source,
  { textColumn }: ReadRowsOptions,
): AsyncGenerator<SourceRow> {
  if (format === 'txt') return;
  let column: number | undefined;
  for await (const row of tableRows(chunks, { format, name, maximumBytes: MAXIMUM_ROW_BYTES })) {
    const problem = problemOf(row);
    if (problem !== undefined) {
      yield { problem };
      continue;
    }
    column ??= textColumn ?? findColumn(row.columns, 'text', undefined, name) ?? 0;
    const { text, replaced } = row.cell(column);
    yield text === undefined
      ? { problem: `${sentence(row.place)} has no text in column ${JSON.stringify(row.columns[column])}.` }
      : readText(text, replaced);
  }
}

/** What is wrong with a whole row of a table, as a sentence; undefined where its cells can be read. */
export function problemOf({ place, problem, columns }: TableRow): string | undefined {
  if (problem !== undefined) return `${sentence(place)} ${problem}.`;
  return columns.length === 0 ? 'The first object, which tells the columns, is empty.' : undefined; // of JSON Lines
}

function sentence(place: string): string {
  return place.charAt(0).toUpperCase() + place.slice(1);
}
