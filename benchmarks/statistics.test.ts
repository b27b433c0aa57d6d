import { describe, expect, it } from 'vitest';
import { median, quantile, ratios, spread } from './statistics.js';

describe('summaries of measurements', () => {
  it('takes the middle value, or the middle between two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 10, 20])).toBe(6);
  });

  it('interpolates between values', () => {
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
    expect(quantile([3], 0.99)).toBe(3);
  });

  it('divides what belongs to the same round', () => {
    expect(spread(ratios([30, 10, 20], [10, 5, 5]))).toEqual({ minimum: 2, median: 3, maximum: 4 });
  });
});
