import { describe, expect, it } from 'vitest';
import { UNKNOWN_ID } from '../text/index.js';
import { DistinctTokens } from './distinct-tokens.js';

describe('the distinct tokens of a batch', () => {
  it('stand in the order in which they come, the unknown word first', () => {
    const distinct = new DistinctTokens(10);
    distinct.clear();
    distinct.addAll(Int32Array.of(2, 7, 9, 7, 1, 5, 2), 0, 6);
    expect(distinct.ids).toEqual([UNKNOWN_ID, 2, 7, 9, 5]);
    expect([1, 2, 7, 9, 5].map((id) => distinct.placeOf(id))).toEqual([0, 1, 2, 3, 4]);
  });

  it('stand in the order of the vocabulary once they are sorted, each with its new place', () => {
    const distinct = new DistinctTokens(300);
    distinct.clear();
    distinct.addAll(Int32Array.of(200, 7, 9, 30, 200), 0, 5);
    distinct.sort();
    expect(distinct.ids).toEqual([UNKNOWN_ID, 7, 9, 30, 200]);
    expect(distinct.ids.map((id) => distinct.placeOf(id))).toEqual([0, 1, 2, 3, 4]);
  });

  it('are forgotten with the next batch', () => {
    const distinct = new DistinctTokens(10);
    for (const ids of [[3, 4], [9], [4, 3], []]) {
      distinct.clear();
      distinct.addAll(Int32Array.from(ids), 0, ids.length);
      expect(distinct.ids).toEqual([UNKNOWN_ID, ...ids]);
      ids.forEach((id, i) => {
        expect(distinct.placeOf(id)).toBe(i + 1);
      });
    }
  });
});
