/** What `export` says: the files, and what each storage costs. */
import type { ModelBundle } from '../checkpoint/index.js';
import { type ExportFacts, partOf } from '../training/index.js';
import { counted, integer, megabytes, percent } from './figures.js';
import type { StoredForm } from './measure-storages.js';

export function exportLines(
  folder: string,
  bundle: ModelBundle,
  forms: readonly StoredForm[],
  { from, measured }: Pick<ExportFacts, 'from' | 'measured'>,
): string[] {
  const width = Math.max(...forms.map(({ file }) => file.length));
  const files = forms.map(
    ({ file, weights, bytes }) =>
      `  ${file.padEnd(width)}  ${weights.padEnd(7)}  ${megabytes(bytes.length).padStart(7)}`,
  );
  return [
    `Model: ${folder}, from ${bundle.name} (${from.weights ?? 'weights as they were'}, ${megabytes(bundle.model.byteLength)})`,
    ...files,
    ...roundedNote(from.weights, forms),
    ...(measured === null
      ? ['What the storage costs was not measured; give labelled texts with --data to see.']
      : measuredLines(from.weights, measured)),
  ];
}

function roundedNote(weights: string | null, forms: readonly StoredForm[]): string[] {
  const isWider = forms[0]!.weights !== 'int8' && weights !== null && weights !== 'float32';
  return isWider && forms[0]!.weights !== weights
    ? [`  The weights were ${weights}: more bits do not bring back what that rounded away.`]
    : [];
}

function measuredLines(
  weights: string | null,
  { part, data, count, before, after }: NonNullable<ExportFacts['measured']>,
): string[] {
  const isOneFileEach = new Set(after.map(({ weights: stored }) => stored)).size === after.length;
  const rows = after.map(({ file, weights: stored, accuracy, logLoss, changed }) => [
    isOneFileEach ? stored : `${stored} (${file})`,
    percent(accuracy, 2),
    lost(100 * (before.accuracy - accuracy), 2),
    logLoss.toFixed(4),
    lost(logLoss - before.logLoss, 4),
    integer(changed),
  ]);
  const head = ['', 'accuracy', 'points lost', 'log loss', 'log loss added', 'labels changed'];
  const first = [
    `before${weights === null ? '' : ` (${weights})`}`,
    percent(before.accuracy, 2),
    '',
    before.logLoss.toFixed(4),
    '',
    '',
  ];
  const table = [head, first, ...rows];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return [
    `On ${partOf(part, data)}, ${counted(count, 'review')}:`,
    ...table.map((row) =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`.trimEnd(),
    ),
  ];
}

/** A loss with its sign; what rounds to nothing has none. */
function lost(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '-' : '+'}${text}`;
}
