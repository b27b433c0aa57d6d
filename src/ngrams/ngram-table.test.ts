import { describe, expect, it } from 'vitest';
import { NgramTable } from './ngram-table.js';
import { NumberedTexts } from './numbered-texts.js';

function numbered(texts: readonly (readonly string[])[]): NumberedTexts {
  const all = new NumberedTexts();
  for (const tokens of texts) all.add(tokens);
  return all;
}

const texts = ['not bad at all', 'not bad , not good', 'bad at all'].map((text) => text.split(' '));

describe('the table of n-grams', () => {
  it('keeps what occurs in enough texts, short ones first, in the order of the first occurrence', () => {
    const table = NgramTable.count(numbered(texts), { order: 3, minimumCount: 2 });
    expect(table.ngrams()).toEqual(['not', 'bad', 'at', 'all', 'not bad', 'bad at', 'at all', 'bad at all']);
  });

  it('counts texts and not occurrences', () => {
    const table = NgramTable.count(numbered([['so', 'so', 'so'], ['fine']]), { order: 2, minimumCount: 2 });
    expect(table.size).toBe(0);
  });

  it('finds each feature of a text once, in ascending order', () => {
    const table = NgramTable.count(numbered(texts), { order: 3, minimumCount: 2 });
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

  it('finds the same features by the numbers of the words', () => {
    const known = numbered(texts);
    const table = NgramTable.count(known, { order: 3, minimumCount: 2 });
    expect(known.rows.map((row) => table.featuresOfRow(row))).toEqual(
      texts.map((tokens) => table.featuresOf(tokens)),
    );
  });

  it('says what to do where more n-grams are to be counted than there is room for', () => {
    const count = (order: number, minimumCount: number, maximumKeys: number) =>
      NgramTable.count(numbered(texts), { order, minimumCount }, maximumKeys).size;
    // 6 words, of which 4 occur in two texts; of the pairs of those 3 do, of 4
    expect(count(1, 2, 6)).toBe(4);
    expect(count(2, 2, 7)).toBe(7);
    expect(() => count(2, 2, 6)).toThrow('more than 6 n-grams of up to 2 words');
    expect(() => count(2, 1, 6)).toThrow('give a --minimum-count above 1, or an --order below 2');
    const few = new NumberedTexts(2);
    few.add(['not', 'bad', 'not']);
    expect(() => few.add(['bad', 'film'])).toThrow('more than 2 different words');
  });

  it('is the same after its list of n-grams was written and read', () => {
    const table = NgramTable.count(numbered(texts), { order: 3, minimumCount: 1 });
    const copy = NgramTable.of(table.ngrams());
    expect(copy.ngrams()).toEqual(table.ngrams());
    for (const text of texts) expect(copy.featuresOf(text)).toEqual(table.featuresOf(text));
  });

  it('refuses a list that is out of order or holds an n-gram twice', () => {
    expect(() => NgramTable.of(['not bad', 'not'])).toThrow('before its own beginning');
    expect(() => NgramTable.of(['not', 'not'])).toThrow('stands twice');
  });
});
