import { describe, expect, it } from 'vitest';
import { Random } from '../../src/random/index.js';
import { zipfIds } from './zipf.js';

describe('token ids by the law of Zipf and Mandelbrot', () => {
  const ids = zipfIds(32 * 400, 30_000, new Random(1));

  it('fills 32 reviews of 400 tokens with about 3,000 words of 30,000', () => {
    const distinct = new Set(ids).size;
    expect(distinct).toBeGreaterThan(2500);
    expect(distinct).toBeLessThan(3300);
  });

  it('never takes a special token or an id out of range', () => {
    expect(Math.min(...ids)).toBe(4);
    expect(Math.max(...ids)).toBeLessThan(30_000);
  });

  it('gives the same ids for the same seed', () => {
    expect(zipfIds(100, 1000, new Random(7))).toEqual(zipfIds(100, 1000, new Random(7)));
  });
});
