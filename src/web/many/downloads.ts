/** All answers, or the failed rows alone, as a file: in the order of the rows, in pieces so that the page stays alive. */
import { csvLine } from '../../tables/index.js';
import { FAILED, type Results, WAITING } from './results.js';
import { breathe } from './view.js';

export type DownloadFormat = 'csv' | 'jsonl';

/** Characters that are put together at once. */
const PIECE = 1 << 20;

const types = { csv: 'text/csv;charset=utf-8', jsonl: 'application/x-ndjson' } as const;

/** @param rows 'all' that have an answer, or the 'failed' */
export async function downloadOf(
  results: Results,
  format: DownloadFormat,
  rows: 'all' | 'failed',
): Promise<Blob> {
  const pieces: Blob[] = [];
  let piece = format === 'csv' ? csvHead(results) : '';
  const line = format === 'csv' ? csvRow : jsonRow;
  for (let row = 0; row < results.count; row++) {
    const label = results.labelOf(row);
    if (label === WAITING || (rows === 'failed' && label !== FAILED)) continue;
    piece += line(results, row);
    if (piece.length < PIECE) continue;
    pieces.push(new Blob([piece]));
    piece = '';
    await breathe();
  }
  pieces.push(new Blob([piece]));
  return new Blob(pieces, { type: types[format] });
}

function csvHead({ labels }: Results): string {
  const scores = labels.map((label) => `score ${label}`);
  return csvLine(['row', 'label', 'probability', ...scores, 'tokens', 'truncated', 'error', 'text']);
}

function csvRow(results: Results, row: number): string {
  const { labels, failures } = results;
  const text = results.text(row) ?? '';
  const label = results.labelOf(row);
  const failure = failures.get(row);
  if (label < 0) {
    const none = Array.from({ length: labels.length + 4 }, () => '');
    return csvLine([row + 1, ...none, failure?.message ?? '', text]);
  }
  return csvLine([
    row + 1,
    labels[label]!,
    results.probability(row),
    ...labels.map((_, i) => results.scoreOf(row, i)),
    results.tokensOf(row),
    String(results.isTruncated(row)),
    '',
    text,
  ]);
}

function jsonRow(results: Results, row: number): string {
  const { labels, failures } = results;
  const text = results.text(row);
  const label = results.labelOf(row);
  const answer =
    label < 0
      ? { row: row + 1, error: failures.get(row), text }
      : {
          row: row + 1,
          label: labels[label],
          probability: results.probability(row),
          scores: Object.fromEntries(labels.map((name, i) => [name, results.scoreOf(row, i)])),
          tokens: results.tokensOf(row),
          truncated: results.isTruncated(row),
          text,
        };
  return `${JSON.stringify(answer)}\n`;
}

/** Gives a file to the visitor. */
export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
