/** The figures at the top of the report. */
import type { Evaluation } from '../evaluate.js';
import { decimal, integer, percent } from '../figures.js';
import { html, type Markup } from '../html.js';
import { unbroken } from './figure.js';

export function headline(evaluation: Evaluation): Markup {
  const [lower, upper] = evaluation.accuracyInterval;
  const of = evaluation.positiveLabel === null ? 'macro average' : `of ${evaluation.positiveLabel}`;
  const tiles: [name: string, value: string, note: string][] = [
    [
      'Accuracy',
      percent(evaluation.accuracy),
      `95 % interval ${(100 * lower).toFixed(2)} to ${percent(upper)}`,
    ],
    ['ROC AUC', decimal(evaluation.rocAuc), evaluation.positiveLabel === null ? 'one against the rest' : of],
    ['F1', percent(evaluation.f1), of],
    ['Reviews', integer(evaluation.count), `${evaluation.labels.length} labels`],
    ['Precision', percent(evaluation.precision), of],
    ['Recall', percent(evaluation.recall), of],
    ['Log loss', decimal(evaluation.logLoss), `Brier score ${decimal(evaluation.brier)}`],
    ['Calibration error', percent(evaluation.ece), 'expected, 15 bins'],
  ];
  return html`<dl class="card tiles">${tiles.map(
    ([name, value, note]) =>
      html`<div class="tile"><dt>${name}</dt><dd class="value">${value}</dd><dd class="note">${unbroken(note)}</dd></div>`,
  )}</dl>`;
}
