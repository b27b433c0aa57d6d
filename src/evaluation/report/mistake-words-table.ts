/** The words that are most over-represented among the mistakes. */
import type { Evaluation } from '../evaluate.js';
import { expectedCount, integer, percent } from '../figures.js';
import { html, type Markup } from '../html.js';
import { table, unbroken } from './figure.js';

/** Null when no texts were given, or no word was in enough mistakes to be looked at. */
export function mistakeWordsTable({ mistakeWords, accuracy }: Evaluation): Markup | null {
  if (mistakeWords === null || mistakeWords.considered === 0) return null;
  const { words, considered, minimumMistakes } = mistakeWords;
  const looked = `${integer(considered)} words stand in ${minimumMistakes} wrongly labelled reviews or more`;
  if (words.length === 0) {
    return html`<div class="card"><p class="hint">${looked}; none of them is more frequent there than chance makes it.</p></div>`;
  }
  const hint =
    `${looked}; these are the ones that mistakes have most often in comparison with the other reviews. Over all ` +
    `${percent(1 - accuracy, 1)} are wrong. The last column says how many of all these words chance alone would bring so far out: ` +
    'only those well under 1 stand out.';
  return html`<div class="card"><p class="hint">${unbroken(hint)}</p>${table({
    caption: 'Words of the mistakes',
    head: ['Word', 'Wrong with it', 'Reviews with it', 'Share wrong', 'Odds ratio', 'z', 'By chance'],
    rows: words.map(({ word, wrong, right, oddsRatio, z, byChance }) => [
      word,
      integer(wrong),
      integer(wrong + right),
      percent(wrong / (wrong + right), 1),
      oddsRatio.toFixed(2),
      z.toFixed(1),
      expectedCount(byChance),
    ]),
  })}</div>`;
}
