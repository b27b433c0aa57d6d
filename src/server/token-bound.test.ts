import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tokenize } from '../text/index.js';
import { boundOnTokens } from './token-bound.js';

const samples = readFileSync(new URL('../../data/sample-reviews.csv', import.meta.url), 'utf8').split('\n');

describe('the bound on tokens', () => {
  it('is never below what the tokeniser finds, and near it for reviews', () => {
    let [bound, found] = [0, 0];
    for (const text of [
      ...samples,
      "it's :-) <3 ... don't rock'n'roll",
      'caf\u00e9 \u4f60\u597d \ud83c\udfac',
      '<br />a&amp;b',
    ]) {
      const tokens = tokenize(text).length + 1;
      expect(boundOnTokens(text, 1e6)).toBeGreaterThanOrEqual(tokens);
      bound += boundOnTokens(text, 1e6);
      found += tokens;
    }
    expect(bound / found).toBeLessThan(1.3);
  });

  it('is at most what the model reads', () => {
    expect(boundOnTokens('a '.repeat(100), 11)).toBe(11);
    expect(boundOnTokens('', 11)).toBe(1);
  });
});
