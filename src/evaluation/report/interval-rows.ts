/** A plot of shares, a row each: its name, the share as a point with its interval around it, and how many it stands for. */
import { integer, percent } from '../figures.js';
import { html, type Markup } from '../html.js';
import type { Interval } from '../interval.js';
import { horizontalAxis, type PlotText, plot } from '../plots/axes.js';
import { interval as intervalLine } from '../plots/bar-plot.js';
import { point, reference } from '../plots/line-plot.js';
import { domainOf, linearScale, roundTicks } from '../plots/scale.js';

export interface IntervalRow {
  readonly name: string;
  readonly count: number;
  readonly accuracy: number;
  readonly interval: Interval;
}

export interface IntervalPlot extends PlotText {
  /** Stands above the names. */
  readonly heading: string;
  readonly rows: readonly IntervalRow[];
  /** Where the dashed line stands: the accuracy over all. */
  readonly overall: number;
}

export function intervalRows({ heading, rows, overall, ...text }: IntervalPlot): Markup {
  const rowHeight = 22;
  const [left, right, top] = [76, 338, 28];
  const bottom = top + rowHeight * rows.length;
  const lowest = Math.min(overall, ...rows.map(({ interval }) => interval[0]));
  const shares = roundTicks(lowest, Math.max(...rows.map(({ interval }) => interval[1])), 4, [0, 1]);
  const x = linearScale(domainOf(shares), [left, right]);
  const format = (share: number): string => percent(share, shares[1]! - shares[0]! < 0.01 ? 1 : 0);
  return plot(text, bottom + 46, [
    horizontalAxis({ scale: x, ticks: shares, name: 'Accuracy', format }, top, bottom),
    html`<g class="axis"><text class="name" x="${left - 10}" y="16" text-anchor="end">${heading}</text><text class="name" x="400" y="16" text-anchor="end">Reviews</text></g>`,
    reference([x(overall), top], [x(overall), bottom]),
    ...rows.map(({ name, count, accuracy, interval }, row) => {
      const y = top + rowHeight * (row + 0.5);
      return html`<g class="axis"><text x="${left - 10}" y="${y + 4}" text-anchor="end">${name}</text><text x="400" y="${y + 4}" text-anchor="end">${integer(count)}</text></g>
${intervalLine([x(interval[0]), y], [x(interval[1]), y], 0)}${point([x(accuracy), y], 0, `${name}: ${percent(accuracy)} of ${integer(count)}`, 4)}`;
    }),
  ]);
}
