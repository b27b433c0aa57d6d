import { describe, expect, it } from 'vitest';
import { orderLabels } from './labels.js';

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
