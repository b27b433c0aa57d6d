import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { epochCounts, epochReviews, missingSentences, type ReviewCounts, totalOf } from './epoch-reviews.js';

const available: ReviewCounts = { labelled: 6, taught: 2, sentences: 20, unlabelled: 30 };

describe('what an epoch shows', () => {
  const shown = epochCounts(available, { sentenceRatio: 0.5, unlabelledRatio: 1.5 });
  const epoch = (seed: number): number[] => [...epochReviews(available, shown, new Random(seed))];

  it('counts by the number of labelled reviews, and no more than there are', () => {
    expect(shown).toEqual({ labelled: 6, taught: 2, sentences: 3, unlabelled: 9 });
    expect(totalOf(shown)).toBe(20);
    expect(epochCounts(available, { sentenceRatio: 100, unlabelledRatio: 100 })).toEqual(available);
    expect(totalOf(epochCounts(available, { sentenceRatio: 0, unlabelledRatio: 0 }))).toBe(8);
  });

  it('is told where there are fewer sentences than asked for', () => {
    expect(missingSentences(available, { sentenceRatio: 0 })).toBeUndefined();
    expect(missingSentences(available, { sentenceRatio: 20 / 6 })).toBeUndefined();
    expect(missingSentences(available, { sentenceRatio: 200 })).toContain('20 sentences');
    expect(missingSentences(available, { sentenceRatio: 200 })).toContain('fewer than the 1,200');
    const none = { ...available, sentences: 0 };
    expect(missingSentences(none, { sentenceRatio: 5 })).toContain('none of the texts has several sentences');
    expect(missingSentences(none, { sentenceRatio: 0 })).toBeUndefined();
  });

  it('is every review with something to learn, and others of the rest in each epoch', () => {
    const first = epoch(1);
    expect(first).toHaveLength(20);
    expect(new Set(first).size).toBe(20);
    expect(first.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(first.filter((i) => i >= 8 && i < 28)).toHaveLength(3);
    expect(first.filter((i) => i >= 28 && i < 58)).toHaveLength(9);
    expect(epoch(1)).toEqual(first);
    expect(epoch(2)).not.toEqual(first);
  });
});
