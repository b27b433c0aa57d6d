/** Marks of counted or estimated shares: bars, the outline of a histogram, intervals. Coordinates are SVG units. */
import { html, type Markup } from '../html.js';
import { type Point, seriesClass } from './line-plot.js';
import type { Scale } from './scale.js';

/** An upright bar between two values of x, from the base line up; with a text that appears under the pointer. */
export function bar(from: number, to: number, value: number, x: Scale, y: Scale, text: string): Markup {
  const [left, right, top, base] = [x(from) + 0.75, x(to) - 0.75, y(value), y(y.domain[0])];
  const round = (size: number): number => Math.max(0, Math.round(size * 100) / 100);
  return html`<rect class="bar" x="${left}" y="${top}" width="${round(right - left)}" height="${round(base - top)}"><title>${text}</title></rect>`;
}

/** The corners of a histogram's outline: one level for each bin; [2 * bins]. */
export function steps(edges: readonly number[], values: readonly number[], x: Scale, y: Scale): Point[] {
  return values.flatMap((value, bin): Point[] => [
    [x(edges[bin]!), y(value)],
    [x(edges[bin + 1]!), y(value)],
  ]);
}

/** An interval as a line between two points. */
export function interval([x1, y1]: Point, [x2, y2]: Point, series: number): Markup {
  return html`<line class="interval ${seriesClass(series)}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}
