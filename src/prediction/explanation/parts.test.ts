import { describe, expect, it } from 'vitest';
import { curveEnds } from './explainer.js';
import { gaussLegendre } from './gauss-legendre.js';
import { MAXIMUM_SENTENCES, sentencesOf } from './sentences.js';

describe('gaussLegendre', () => {
  it.each([1, 2, 4, 8, 16])('integrates polynomials up to degree 2n - 1 exactly, n = %d', (n) => {
    const { points, weights } = gaussLegendre(n);
    for (let degree = 0; degree < 2 * n; degree++) {
      const integral = points.reduce((sum, x, i) => sum + weights[i]! * x ** degree, 0);
      expect(integral).toBeCloseTo(1 / (degree + 1), 13);
    }
  });
});

describe('curveEnds', () => {
  it('has a point after each word of a short text', () => {
    expect(curveEnds(5)).toEqual([1, 2, 3, 4, 5]);
  });

  it.each([64, 65, 300, 2047])('spreads its points over %d words, the last at the end', (words) => {
    const ends = curveEnds(words);
    expect(ends.at(-1)).toBe(words);
    expect(ends.length).toBeGreaterThanOrEqual(16);
    expect(ends.length).toBeLessThanOrEqual(64);
    const gaps = ends.map((end, i) => end - (ends[i - 1] ?? 0));
    expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
  });

  it('bounds the words that are read for it', () => {
    const read = curveEnds(2047).reduce((sum, words) => sum + words, 0);
    expect(read).toBeLessThan(20_000);
  });
});

describe('sentencesOf', () => {
  it('leaves the space between sentences out, and parts without a sign', () => {
    const text = '  One. Two?\n\n  Three!  ';
    expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'One.',
      'Two?',
      'Three!',
    ]);
  });

  it('ends a sentence at each line break', () => {
    const text = 'A film\r\nby 2, e.g. this one.\u2028So\u0085 Fine! Yes.\rEnd';
    expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'A film',
      'by 2, e.g. this one.',
      'So\u0085',
      'Fine!',
      'Yes.',
      'End',
    ]);
  });

  it('takes linear time on line breaks', () => {
    const text = 'A nice film. I liked it\n'.repeat(20_000);
    const start = performance.now();
    expect(sentencesOf(text).at(-1)!.end).toBe(text.length - 1);
    expect(performance.now() - start).toBeLessThan(2000); // about 100; as one piece it took 15,000
  });

  it('reads neighbours together where there are very many', () => {
    const text = 'Fine. '.repeat(1234);
    const sentences = sentencesOf(text);
    expect(sentences.length).toBeLessThanOrEqual(MAXIMUM_SENTENCES);
    expect(sentences[0]!.start).toBe(0);
    expect(sentences.at(-1)!.end).toBe(text.trimEnd().length);
  });
});
