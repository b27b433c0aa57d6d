/** The most confident mistakes, by the id of the review; its text only where the caller gives it. */
import type { Evaluation } from '../evaluate.js';
import { confidencePercent } from '../figures.js';
import { type Content, html, type Markup } from '../html.js';

/** Null when there is none. @param texts the text of a review by its id */
export function mistakesTable(
  { mistakes }: Evaluation,
  texts: ReadonlyMap<string, string> | undefined,
): Markup | null {
  if (mistakes.length === 0) return null;
  const rows = mistakes.map(({ id, truth, predicted, probability }) => {
    const text = texts?.get(id);
    return html`<tr${text === undefined ? null : html` class="quoted"`}><th scope="row" class="text"><code>${breakable(id)}</code></th><td class="text">${truth}</td><td class="text">${predicted}</td><td>${confidencePercent(probability)}</td></tr>
${text === undefined ? null : html`<tr class="quote"><td colspan="4">${text}</td></tr>`}`;
  });
  return html`<div class="card"><p class="hint">Wrong predictions, the surest first, with the probability of the predicted label. Some of them may be wrong labels in the data.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Most confident mistakes"><table class="mistakes"><caption class="unseen">Most confident mistakes</caption>
<thead><tr><th scope="col" class="text">Review</th><th scope="col" class="text">True label</th><th scope="col" class="text">Predicted</th><th scope="col">Score</th></tr></thead>
<tbody>${rows}</tbody></table></div></div>`;
}

/** An id that may break after a slash. */
function breakable(id: string): Content {
  return id.split('/').map((part, i) => (i === 0 ? part : html`/<wbr>${part}`));
}
