import { describe, expect, it } from 'vitest';
import { MAXIMUM_LABELS, orderLabels, requireLabels } from './labels.js';

describe('orderLabels', () => {
  it.each([
    [
      ['positive', 'negative'],
      ['negative', 'positive'],
    ],
    [
      ['Positive', 'negative'],
      ['negative', 'Positive'],
    ],
    [
      ['POS', 'neg'],
      ['neg', 'POS'],
    ],
    [
      ['1', '0'],
      ['0', '1'],
    ],
    [
      ['1', '-1'],
      ['-1', '1'],
    ],
    [
      ['True', 'false'],
      ['false', 'True'],
    ],
    [
      ['fresh', 'rotten'],
      ['rotten', 'fresh'],
    ],
    [
      ['spam', 'ham'],
      ['ham', 'spam'],
    ],
    [
      ['b', 'a', 'B', 'a'],
      ['B', 'a', 'b'],
    ],
    [
      ['10', '9', '1.5'],
      ['1.5', '9', '10'],
    ],
    [
      ['10', '9', 'x'],
      ['10', '9', 'x'],
    ],
  ])('puts %j in the order %j', (labels, ordered) => {
    expect(orderLabels(labels)).toEqual(ordered);
  });
});

describe('requireLabels', () => {
  it('takes two labels and as many as a model can have, no fewer and no more', () => {
    const labels = (count: number) => Array.from({ length: count }, (_, i) => `label ${i}`);
    const required = (count: number) => () => requireLabels(labels(count), 'mine');
    for (const count of [2, MAXIMUM_LABELS]) expect(required(count)).not.toThrow();
    expect(required(1)).toThrow('mine has only the label "label 0"');
    expect(required(MAXIMUM_LABELS + 1)).toThrow('mine has 1,001 labels; the limit is 1,000.');
  });
});
