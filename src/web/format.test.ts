import { describe, expect, it } from 'vitest';
import { bytes, counted, duration, percent, points, signed } from './format.js';

describe('numbers on the pages', () => {
  it.each([
    [0.5, '50.0 %'],
    [0.93449, '93.4 %'],
    [1, '> 99.9 %'],
    [0.9999, '> 99.9 %'],
    [0.0004, '< 0.1 %'],
  ])('writes the probability %d as %s', (probability, shown) => {
    expect(percent(probability)).toBe(shown);
  });

  it.each([
    [0.123, '+0.12'],
    [-1.3, '−1.30'],
    [-0.001, '0.00'],
    [0, '0.00'],
  ])('writes the contribution %d as %s', (value, shown) => {
    expect(signed(value)).toBe(shown);
  });

  it.each([
    [0.0314, '+3.1 points'],
    [-0.01, '−1.0 point'],
  ])('writes the difference %d as %s', (value, shown) => {
    expect(points(value)).toBe(shown);
  });

  it.each([
    [999, '999 B'],
    [5206, '5.2 kB'],
    [474_935, '475 kB'],
    [5_558_866, '5.6 MB'],
    [142_398_970, '142 MB'],
  ])('writes %d bytes as %s', (value, shown) => {
    expect(bytes(value)).toBe(shown);
  });

  it.each([
    [12.4, '12 ms'],
    [999.7, '1.0 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('writes %d milliseconds as %s', (value, shown) => {
    expect(duration(value)).toBe(shown);
  });

  it('counts one word and two words', () => {
    expect([counted(1, 'word'), counted(1200, 'word')]).toEqual(['1 word', '1,200 words']);
  });
});
