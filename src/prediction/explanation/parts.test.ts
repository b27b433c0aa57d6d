import { describe, expect, it } from 'vitest';
import { curveEnds } from './explainer.js';
import { gaussLegendre } from './gauss-legendre.js';

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
