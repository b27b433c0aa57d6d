import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/prediction/index.js';
import { Random } from '../../src/random/index.js';
import { drawn, largest, without, wordsOf } from './deletion.js';

const text = 'Not good, but warm.';
const contributions = [-1, 0.5, 0.9, -0.2, 0.8, 0.1];
const spans = [...text.matchAll(/\w+|[,.]/g)];
const words = spans.map((match, i) => ({
  start: match.index,
  end: match.index + match[0].length,
  contribution: contributions[i]!,
  known: true,
}));

describe('deleting words', () => {
  const all = wordsOf(text, { words } as unknown as Explanation);

  it('leaves marks in the text', () => {
    expect(all.map(({ start, end }) => text.slice(start, end))).toEqual(['Not', 'good', 'but', 'warm']);
    expect(without(text, all)).toBe(' ,  .');
  });

  it('takes those that contribute most, in either direction or in one', () => {
    expect(without(text, largest(all, 2, Math.abs))).toBe(' good, but .');
    expect(
      without(
        text,
        largest(all, 2, (x) => x),
      ),
    ).toBe('Not , but .');
  });

  it('draws different words, the same for the same seed', () => {
    const first = drawn(all, 3, new Random(4));
    expect(new Set(first).size).toBe(3);
    expect(drawn(all, 3, new Random(4))).toEqual(first);
  });
});
