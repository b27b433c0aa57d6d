/** Tells the format of a table from the name of its file. */
import type { TableFormat } from './table-rows.js';

const formats: ReadonlyMap<string, TableFormat> = new Map([
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
  ['.tab', 'tsv'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
]);

/** Undefined for any other kind of file. */
export function formatOfTable(path: string): TableFormat | undefined {
  return formats.get(/\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? '');
}
