import { describe, expect, it } from 'vitest';
import { NgramTable } from './ngram-table.js';

const texts = ['not bad at all', 'not bad , not good', 'bad at all'].map((text) => text.split(' '));

describe('the table of n-grams', () => {
  it('keeps what occurs in enough texts, short ones first, in the order of the first occurrence', () => {
    const table = NgramTable.count(texts, { order: 3, minimumCount: 2 });
    expect(table.ngrams()).toEqual(['not', 'bad', 'at', 'all', 'not bad', 'bad at', 'at all', 'bad at all']);
  });

  it('counts texts and not occurrences', () => {
    const table = NgramTable.count([['so', 'so', 'so'], ['fine']], { order: 2, minimumCount: 2 });
    expect(table.size).toBe(0);
  });

  it('finds each feature of a text once, in ascending order', () => {
    const table = NgramTable.count(texts, { order: 3, minimumCount: 2 });
    const names = table.ngrams();
    const found = [...table.featuresOf(['bad', 'at', 'all', 'unheard', 'not', 'bad'])];
    expect(found.map((feature) => names[feature])).toEqual([
      'not',
      'bad',
      'at',
      'all',
      'not bad',
      'bad at',
      'at all',
      'bad at all',
    ]);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it('is the same after its list of n-grams was written and read', () => {
    const table = NgramTable.count(texts, { order: 3, minimumCount: 1 });
    const copy = NgramTable.of(table.ngrams());
    expect(copy.ngrams()).toEqual(table.ngrams());
    for (const text of texts) expect(copy.featuresOf(text)).toEqual(table.featuresOf(text));
  });

  it('refuses a list that is out of order or holds an n-gram twice', () => {
    expect(() => NgramTable.of(['not bad', 'not'])).toThrow('before its own beginning');
    expect(() => NgramTable.of(['not', 'not'])).toThrow('stands twice');
  });
});
