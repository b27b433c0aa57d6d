/** Results with answers that follow from the number of the row. */
import type { Prediction } from '../api/index.js';
import { Results } from './results.js';

export const labels = ['negative', 'positive'] as const;

export function prediction(positive: number, tokens = 10): Prediction {
  return {
    label: positive >= 0.5 ? 'positive' : 'negative',
    probability: Math.max(positive, 1 - positive),
    scores: { negative: 1 - positive, positive },
    tokens: { total: tokens, used: tokens, unknown: 0 },
    truncated: false,
  };
}

export function resultsOf(
  rows: readonly (readonly [text: string, positive: number | 'failed', tokens?: number])[],
) {
  const results = new Results({ labels, unsureBelow: 0.65 });
  for (const [text, positive, tokens] of rows) {
    const row = results.add(text);
    if (positive === 'failed') results.fail(row, { code: 'empty-text', message: 'The text is empty.' });
    else results.settle(row, prediction(positive, tokens));
  }
  return results;
}
