/** An evaluation as text for the terminal: figures, confusion matrix, accuracy by length, most confident mistakes. */
import type { Evaluation } from './evaluate.js';
import {
  confidencePercent,
  decimal,
  expectedCount,
  integer,
  lengthRange,
  percent,
  points,
} from './figures.js';

/** Lines joined by line breaks, without colours and without a final break. Labels and ids lose control characters. */
export function formatEvaluation(evaluation: Evaluation): string {
  const blocks = [
    headline(evaluation),
    ...(evaluation.labels.length > 2 ? [labelTable(evaluation)] : []),
    confusionTable(evaluation),
    ...(evaluation.byLength.length > 0 ? [lengthTable(evaluation)] : []),
    ...(evaluation.bySlice.length > 0 ? [sliceTable(evaluation)] : []),
    ...((evaluation.mistakeWords?.words.length ?? 0) > 0 ? [wordTable(evaluation)] : []),
    ...(evaluation.mistakes.length > 0 ? [mistakeTable(evaluation)] : []),
  ];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function headline(evaluation: Evaluation): string[] {
  const [lower, upper] = evaluation.accuracyInterval;
  const of = evaluation.positiveLabel === null ? 'macro average' : `of ${visible(evaluation.positiveLabel)}`;
  const aucOf = evaluation.positiveLabel === null ? 'mean of one label against the rest' : '';
  const rows = [
    ['Accuracy', percent(evaluation.accuracy), `95 % interval ${percent(lower)} to ${percent(upper)}`],
    ['Reviews', integer(evaluation.count), ''],
    ['Precision', percent(evaluation.precision), of],
    ['Recall', percent(evaluation.recall), of],
    ['F1', percent(evaluation.f1), of],
    ['ROC AUC', decimal(evaluation.rocAuc), aucOf],
    ['Log loss', decimal(evaluation.logLoss), 'nats'],
    ['Brier score', decimal(evaluation.brier), ''],
    ['Calibration error', percent(evaluation.ece), 'expected, 15 bins'],
  ];
  return table(rows, ['left', 'right', 'left']);
}

function labelTable({ perLabel }: Evaluation): string[] {
  const rows = perLabel.map(({ label, precision, recall, f1, support }) => [
    visible(label),
    percent(precision),
    percent(recall),
    percent(f1),
    integer(support),
  ]);
  const header = ['', 'precision', 'recall', 'F1', 'reviews'];
  return ['By label', ...table([header, ...rows], ['left', 'right', 'right', 'right', 'right'])];
}

function confusionTable({ labels, confusion }: Evaluation): string[] {
  const names = labels.map(visible);
  const rows = confusion.map((row, truth) => [names[truth]!, ...row.map(integer)]);
  const sides = ['left', ...names.map(() => 'right')] as Side[];
  return [
    'Confusion matrix (rows: true label, columns: predicted)',
    ...table([['', ...names], ...rows], sides),
  ];
}

function lengthTable({ byLength }: Evaluation): string[] {
  const rows = byLength.map(({ from, to, count, accuracy, interval }) => [
    lengthRange(from, to),
    integer(count),
    percent(accuracy, 1),
    bar(accuracy, 20),
    `${percent(interval[0], 1)} to ${percent(interval[1], 1)}`,
  ]);
  const header = ['tokens', 'reviews', 'accuracy', '', '95 % interval'];
  return ['Accuracy by length', ...table([header, ...rows], ['right', 'right', 'right', 'left', 'left'])];
}

function sliceTable({ bySlice }: Evaluation): string[] {
  const rows = bySlice.flatMap(({ title, slices }) =>
    slices.map(({ name, count, accuracy, interval, difference, differenceInterval }, i) => [
      i === 0 ? title : '',
      name,
      integer(count),
      percent(accuracy, 1),
      `${percent(interval[0], 1)} to ${percent(interval[1], 1)}`,
      points(difference),
      differenceInterval === null
        ? ''
        : `${points(differenceInterval[0])} to ${points(differenceInterval[1])}`,
    ]),
  );
  const header = [
    '',
    'of the words',
    'reviews',
    'accuracy',
    '95 % interval',
    'points from the rest',
    '95 % interval',
  ];
  return [
    'Accuracy by what stands in the review',
    ...table([header, ...rows], ['left', 'left', 'right', 'right', 'left', 'right', 'left']),
  ];
}

function wordTable({ mistakeWords }: Evaluation): string[] {
  const { words, considered, minimumMistakes } = mistakeWords!;
  const rows = words
    .slice(0, 10)
    .map(({ word, wrong, right, z, byChance }) => [
      visible(word),
      `${integer(wrong)} of ${integer(wrong + right)}`,
      percent(wrong / (wrong + right), 1),
      z.toFixed(1),
      expectedCount(byChance),
    ]);
  const header = ['', 'wrong with it', '', 'z', 'so far out by chance'];
  return [
    `Words of the mistakes (${integer(considered)} words in ${minimumMistakes} mistakes or more)`,
    ...table([header, ...rows], ['left', 'right', 'right', 'right', 'right']),
  ];
}

function mistakeTable({ mistakes }: Evaluation): string[] {
  const shown = mistakes.slice(0, 10);
  const rows = shown.map(({ id, truth, predicted, probability }) => [
    confidencePercent(probability),
    visible(predicted),
    visible(truth),
    visible(id),
  ]);
  const header = ['', 'predicted', 'true label', 'review'];
  return ['Most confident mistakes', ...table([header, ...rows], ['right', 'left', 'left', 'left'])];
}

type Side = 'left' | 'right';

/** Rows with their columns aligned, indented by two spaces, two spaces between the columns. */
function table(rows: readonly (readonly string[])[], sides: readonly Side[]): string[] {
  const widths = sides.map((_, column) => Math.max(...rows.map((row) => [...row[column]!].length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const space = ' '.repeat(widths[column]! - [...cell].length);
      return sides[column] === 'right' ? space + cell : cell + space;
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** A bar of at most `width` cells, to an eighth of a cell, for a share. */
function bar(share: number, width: number): string {
  const eighths = Math.round(share * width * 8);
  const rest = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]!;
  return ('█'.repeat(Math.floor(eighths / 8)) + rest).padEnd(width);
}

/** Names come from data: nothing in them may steer the terminal or break a line. */
function visible(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}
