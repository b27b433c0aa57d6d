/** The first rows of a table, and which column seems to hold the texts. */
import { ReelsenseError } from '../../errors/index.js';
import { findColumn, jsonByName, tableRows } from '../../tables/index.js';
import { MAXIMUM_ROW_BYTES, problemOf, readRows } from './read-rows.js';
import { chunksOf, type Source } from './source.js';

export interface Preview {
  /** Empty for a text file: it has no columns. */
  readonly columns: readonly string[];
  /** Index of the one taken for the text; undefined where there is none. */
  readonly textColumn: number | undefined;
  /** Whether its name was one of the usual ones, or there is none to be unsure of. */
  readonly sure: boolean;
  /** [rows][columns], long cells cut. */
  readonly rows: readonly (readonly string[])[];
  /** What is wrong with the first row that cannot be read. */
  readonly problem: string | undefined;
}

const ROWS = 5;
/** No more of the file is looked at: a header and a first row, however long one may be. */
const BYTES = 2 * MAXIMUM_ROW_BYTES;
const CELL_CHARACTERS = 300;

/** @throws ReelsenseError 'damaged-data' for what is no such file, 'invalid-option' for JSON that would be read as lines of text */
export async function previewOf(source: Source): Promise<Preview> {
  const mistake =
    source.format === 'txt'
      ? jsonByName(source.name, source.name, 'choose the format JSON Lines')
      : undefined;
  if (mistake !== undefined) throw new ReelsenseError('invalid-option', mistake);
  const start: Source = { ...source, content: source.content.slice(0, BYTES) };
  return start.format === 'txt' ? previewOfLines(start) : previewOfTable(start, start.format);
}

async function previewOfLines(source: Source): Promise<Preview> {
  const rows: string[][] = [];
  let problem: string | undefined;
  for await (const row of readRows(source, { maximumCharacters: Number.POSITIVE_INFINITY })) {
    if (row.problem === undefined) rows.push([row.text.slice(0, CELL_CHARACTERS)]);
    else problem ??= row.problem;
    if (rows.length === ROWS) break;
  }
  return { columns: [], textColumn: undefined, sure: true, rows, problem };
}

async function previewOfTable(source: Source, format: Exclude<Source['format'], 'txt'>): Promise<Preview> {
  let columns: readonly string[] = [];
  const rows: string[][] = [];
  let problem: string | undefined;
  const options = { format, name: source.name, maximumBytes: MAXIMUM_ROW_BYTES };
  const table = tableRows(chunksOf(source.content), options);
  for await (const row of table) {
    problem ??= problemOf(row);
    if (problemOf(row) !== undefined) continue;
    columns = row.columns;
    rows.push(columns.map((_, index) => (row.cell(index).text ?? '').slice(0, CELL_CHARACTERS)));
    if (rows.length === ROWS) break;
  }
  const found = findColumn(columns, 'text', undefined, source.name);
  if (rows.length === 0) return { columns, textColumn: undefined, sure: true, rows, problem };
  return { columns, textColumn: found ?? longestColumn(rows), sure: found !== undefined, rows, problem };
}

/** Reviews are longer than what stands beside them. */
function longestColumn(rows: readonly (readonly string[])[]): number {
  const lengths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0),
  );
  return Math.max(0, lengths.indexOf(Math.max(...lengths)));
}
