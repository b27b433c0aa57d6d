/**
 * The part of the page that shows an answer. Everything that an answer can need stands in it from the start, hidden where it is
 * not needed: the script only fills in the marked places (`data-field`), and without a script they are filled in here.
 */
import { html, type Markup } from '../../evaluation/index.js';
import type { Prediction } from '../../prediction/index.js';
import { type ServedModel, UNSURE_BELOW } from '../served-model.js';

export type PageResult =
  | { readonly kind: 'empty' }
  | { readonly kind: 'answer'; readonly prediction: Prediction }
  | { readonly kind: 'error'; readonly message: string };

export function resultSection(
  result: PageResult,
  { name, sha256, labels, maximumLength }: ServedModel,
): Markup {
  const prediction = result.kind === 'answer' ? result.prediction : undefined;
  const isUnsure = prediction !== undefined && prediction.probability < UNSURE_BELOW;
  const chosen = prediction === undefined || isUnsure ? -1 : labels.indexOf(prediction.label);
  return html`<section class="card result" id="result" aria-labelledby="result-title">
<h2 id="result-title">Verdict</h2>
<p class="hint" data-part="empty"${hiddenUnless(result.kind === 'empty')}>Nothing read yet. Write a review or choose an example.</p>
<p class="mistake" data-part="error"${hiddenUnless(result.kind === 'error')}>${result.kind === 'error' ? result.message : ''}</p>
<div data-part="answer"${hiddenUnless(result.kind === 'answer')}>
<p class="verdict ${tone(chosen, labels.length)}" data-field="verdict"><strong data-field="label">${prediction === undefined ? '' : verdictName(prediction)}</strong>
<span data-field="probability">${prediction === undefined ? '' : percent(prediction.probability)}${isUnsure ? ` ${prediction.label}` : ''}</span></p>
<ul class="bars">${labels.map((label, index) => bar(label, index, labels.length, prediction))}</ul>
<dl class="facts">
<div><dt>Tokens read</dt><dd><span data-field="used">${shown(prediction?.tokens.used)}</span> of <span data-field="total">${shown(prediction?.tokens.total)}</span></dd></div>
<div><dt>Not in the vocabulary</dt><dd data-field="unknown">${shown(prediction?.tokens.unknown)}</dd></div>
</dl>
<p class="note" data-part="truncated"${hiddenUnless(prediction?.truncated === true)}>The review is longer than the model reads: the end of it did not count.</p>
</div>
<p class="model hint">Model <strong>${name}</strong> <code title="SHA-256 ${sha256}">${sha256.slice(0, 12)}</code>, reads up to ${shown(maximumLength - 1)} tokens (words and punctuation marks).</p>
<p class="unseen" role="status" data-field="announcement"></p>
</section>`;
}

/** As the page with a script calls it. */
export function verdictName({ label, probability }: Prediction): string {
  return probability < UNSURE_BELOW ? 'unsure' : label;
}

/** A row whose width is an attribute: the page's policy allows no inline style. */
function bar(label: string, index: number, count: number, prediction: Prediction | undefined): Markup {
  const score = prediction?.scores[label];
  return html`<li class="${tone(index, count)}" data-label="${label}">
<span class="name">${label}</span><span class="share" data-field="share">${score === undefined ? '' : percent(score)}</span>
<svg aria-hidden="true" focusable="false"><rect class="track" width="100%" height="100%"/><rect class="fill" data-field="fill" width="${((score ?? 0) * 100).toFixed(2)}%" height="100%"/></svg>
</li>`;
}

/** The first of two labels is warm and the last cool; more take the colours in turn. */
function tone(index: number, count: number): string {
  if (index < 0) return '';
  return count === 2 ? `tone-${2 - index}` : `tone-${(index % 6) + 1}`;
}

/** Never '100.0 %': no answer is that sure. As `percent` of web/result-view.ts. */
export function percent(probability: number): string {
  if (probability > 0.999) return '> 99.9 %';
  if (probability < 0.001) return '< 0.1 %';
  return `${(probability * 100).toFixed(1)} %`;
}

function shown(count: number | undefined): string {
  return count === undefined ? '' : count.toLocaleString('en');
}

function hiddenUnless(visible: boolean): Markup | null {
  return visible ? null : html` hidden`;
}
