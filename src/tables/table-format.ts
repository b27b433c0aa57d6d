/** Tells the format of a table from the name of its file. */
import type { TableFormat } from './table-rows.js';

const formats: ReadonlyMap<string, TableFormat> = new Map([
  ['.csv', 'csv'],
  ['.tsv', 'tsv'],
  ['.tab', 'tsv'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
]);

/**
 * Why a file of a name that ends in .json is not read as lines of text; undefined for another name.
 * @param name as the message shows it  @param remedy what to do with JSON Lines: 'call it .jsonl'
 */
export function jsonByName(path: string, name: string, remedy: string): string | undefined {
  if (!/\.json$/i.test(path)) return undefined;
  return `${name} is JSON by its name, and its lines would be read as if they were texts: ${remedy} if each line is an object with a text, else convert it to that.`;
}

/** Undefined for any other kind of file. */
export function formatOfTable(path: string): TableFormat | undefined {
  return formats.get(/\.[^./\\]*$/.exec(path)?.[0].toLowerCase() ?? '');
}
