import { describe, expect, it } from 'vitest';
import { encodeReviews } from './encoded-reviews.js';

/** Its ids are the numbers in a text, in one array that each text writes over. */
const only = new Int32Array(8);
const tokenizer = {
  encode(text: string) {
    const numbers = text.split(' ').map(Number);
    only.set(numbers);
    const used = numbers.length;
    return { ids: only.subarray(0, used), total: used, used, unknown: 0, truncated: false };
  },
};

describe('encoded reviews', () => {
  it('stand one after another, and keep no array of a text', () => {
    const texts = ['1 2 3', '4', '5 6'].map((text, label) => ({ text, label }));
    const { ids, offsets, labels } = encodeReviews(texts.values(), tokenizer, 8);
    expect([...ids]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...offsets]).toEqual([0, 3, 4, 6]);
    expect([...labels]).toEqual([0, 1, 2]);
  });

  it('keep the start and the end of a long one', () => {
    const texts = [{ text: '1 2 3 4 5 6 7 8', label: 0 }];
    expect([...encodeReviews(texts, tokenizer, 6).ids]).toEqual([1, 2, 5, 6, 7, 8]);
    expect([...encodeReviews(texts, tokenizer, 8).ids]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...encodeReviews(texts, tokenizer, 2).ids]).toEqual([1, 8]);
  });
});
