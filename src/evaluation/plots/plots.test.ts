import { describe, expect, it } from 'vitest';
import { html } from '../html.js';
import { horizontalAxis, plot, verticalAxis } from './axes.js';
import { bar, steps } from './bar-plot.js';
import { area, line, seriesClass } from './line-plot.js';
import { domainOf, linearScale, roundTicks, ticks } from './scale.js';

describe('linearScale', () => {
  it('maps the ends of the domain to the ends of the range, also downwards', () => {
    const y = linearScale([0, 2], [100, 0]);
    expect([y(0), y(1), y(2)]).toEqual([100, 50, 0]);
  });
});

describe('ticks', () => {
  it('are multiples of 1, 2 or 5 times a power of ten, without rounding dust', () => {
    expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks(0.83, 0.97, 4)).toEqual([0.85, 0.9, 0.95]);
    expect(ticks(0.5, 8.5, 8, 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(ticks(0.5, 1.5, 8, 1)).toEqual([1]);
  });
});

describe('roundTicks', () => {
  it('enclose the values', () => {
    expect(roundTicks(0.87, 0.914, 4)).toEqual([0.86, 0.88, 0.9, 0.92]);
    expect(domainOf(roundTicks(0, 0.55, 4))).toEqual([0, 0.6]);
  });

  it('stay inside what is possible, and are two or more for a single value', () => {
    for (const value of [0, 0.5, 0.88, 1]) {
      const [from, to] = domainOf(roundTicks(value, value, 4, [0, 1]));
      expect(from).toBeLessThan(to);
      expect(from).toBeLessThanOrEqual(value);
      expect(to).toBeGreaterThanOrEqual(value);
      expect([from >= 0, to <= 1]).toEqual([true, true]);
    }
  });
});

describe('marks', () => {
  it('draw a line and close an area at its base', () => {
    const points = [
      [0, 1],
      [2, 3],
    ] as const;
    expect(line(points, 0).text).toContain('d="M0 1L2 3"');
    expect(area(points, 9, 1).text).toContain('d="M0 1L2 3L2 9L0 9Z"');
  });

  it('give each of the first series another class, and mark those that begin again', () => {
    expect(new Set([0, 1, 2, 3, 4, 5, 6].map(seriesClass)).size).toBe(7);
    expect(seriesClass(6)).toBe('series-1 again');
  });

  it('keep a histogram level over the whole of each bin', () => {
    const x = linearScale([0, 1], [0, 100]);
    const y = linearScale([0, 1], [10, 0]);
    expect(steps([0, 0.5, 1], [1, 0], x, y)).toEqual([
      [0, 0],
      [50, 0],
      [50, 10],
      [100, 10],
    ]);
    expect(bar(0, 0.5, 0.5, x, y, 'half').text).toContain('height="5"');
  });
});

describe('a plot', () => {
  it('is named and described for readers who cannot see it, with escaped text', () => {
    const x = linearScale([0, 1], [0, 100]);
    const axis = { scale: x, ticks: [0, 1], name: 'a < b', format: String };
    const text = plot({ id: 'p', title: 'T & t', description: 'D' }, 50, [
      horizontalAxis(axis, 0, 10),
      verticalAxis(axis, 0, 10),
      html`<g></g>`,
    ]).text;
    expect(text).toContain('role="img" aria-labelledby="p-title p-description"');
    expect(text).toContain('<title id="p-title">T &amp; t</title><desc id="p-description">D</desc>');
    expect(text).toContain('a &lt; b');
  });
});
