/** Marks that follow a curve: lines, filled areas, points, reference lines. Coordinates are SVG units. */
import { html, type Markup } from '../html.js';

export type Point = readonly [x: number, y: number];

/** Number of series that have a colour of their own; further ones begin again with another dash. */
const colours = 6;

/** Class names that give series `index` its colour and dash. */
export function seriesClass(index: number): string {
  return `series-${(index % colours) + 1}${index < colours ? '' : ' again'}`;
}

/** A line through the points. */
export function line(points: readonly Point[], series: number): Markup {
  return html`<path class="line ${seriesClass(series)}" d="${path(points)}"/>`;
}

/** The area between the points and a horizontal base line. */
export function area(points: readonly Point[], base: number, series: number): Markup {
  const first = points[0]!;
  const last = points.at(-1)!;
  return html`<path class="area ${seriesClass(series)}" d="${path(points)}L${last[0]} ${base}L${first[0]} ${base}Z"/>`;
}

/** A filled point with a text that appears under the pointer. */
export function point([x, y]: Point, series: number, text: string, radius = 3): Markup {
  return html`<circle class="point ${seriesClass(series)}" cx="${x}" cy="${y}" r="${radius}"><title>${text}</title></circle>`;
}

/** A dashed line that data is compared with. */
export function reference([x1, y1]: Point, [x2, y2]: Point): Markup {
  return html`<line class="reference" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

function path(points: readonly Point[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}
