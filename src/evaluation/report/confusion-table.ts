/** The confusion matrix as a heat table, and precision, recall and F1 of each label. */
import type { Evaluation } from '../evaluate.js';
import { integer, percent } from '../figures.js';
import { html, type Markup } from '../html.js';
import { table } from './figure.js';

/** Each cell's colour is its share of the reviews with that true label. */
export function confusionTable({ labels, confusion }: Evaluation): Markup {
  return html`<div class="card"><h3>Confusion matrix</h3><p class="hint">Rows are true labels, columns predicted ones; shares are of the row.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Confusion matrix"><table class="heat"><caption class="unseen">Reviews by true label (rows) and predicted label (columns)</caption>
<thead><tr><th scope="col" class="text">True \\ predicted</th>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${confusion.map((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return html`<tr><th scope="row" class="text">${labels[truth]!}</th>${row.map((count) => {
      const share = total === 0 ? null : count / total;
      return html`<td style="--share:${(share ?? 0).toFixed(3)}"><strong>${integer(count)}</strong> <span>${percent(share, 1)}</span></td>`;
    })}</tr>`;
  })}</tbody></table></div></div>`;
}

export function labelTable({ perLabel }: Evaluation): Markup {
  return html`<div class="card"><h3>By label</h3><p class="hint">Precision, recall and F1 of each true label.</p>${table(
    {
      caption: 'By label',
      head: ['Label', 'Precision', 'Recall', 'F1', 'Reviews'],
      rows: perLabel.map(({ label, precision, recall, f1, support }) => [
        label,
        percent(precision, 1),
        percent(recall, 1),
        percent(f1, 1),
        integer(support),
      ]),
    },
  )}</div>`;
}
