/** Accuracy by review length: a row for each bucket, its accuracy as a point with the 95 % interval around it. */
import type { Evaluation } from '../evaluate.js';
import { integer, lengthRange, percent } from '../figures.js';
import { html, type Markup } from '../html.js';
import { horizontalAxis, plot } from '../plots/axes.js';
import { interval } from '../plots/bar-plot.js';
import { point, reference } from '../plots/line-plot.js';
import { domainOf, linearScale, roundTicks } from '../plots/scale.js';
import { figure } from './figure.js';

/** Null when no lengths were given. */
export function lengthFigure({ byLength, accuracy }: Evaluation): Markup | null {
  if (byLength.length === 0) return null;
  const rowHeight = 22;
  const [left, right, top] = [76, 338, 28];
  const bottom = top + rowHeight * byLength.length;
  const lowest = Math.min(accuracy, ...byLength.map((bucket) => bucket.interval[0]));
  const shares = roundTicks(lowest, Math.max(...byLength.map((bucket) => bucket.interval[1])), 4, [0, 1]);
  const x = linearScale(domainOf(shares), [left, right]);
  const format = (share: number): string => percent(share, shares[1]! - shares[0]! < 0.01 ? 1 : 0);
  const reading = `Tokens in the whole review. The dashed line is the accuracy over all, ${percent(accuracy)}; lines are 95 % intervals.`;
  const image = plot(
    { id: 'length', title: 'Accuracy by review length', description: reading },
    bottom + 46,
    [
      horizontalAxis({ scale: x, ticks: shares, name: 'Accuracy', format }, top, bottom),
      html`<g class="axis"><text class="name" x="${left - 10}" y="16" text-anchor="end">Tokens</text><text class="name" x="400" y="16" text-anchor="end">Reviews</text></g>`,
      reference([x(accuracy), top], [x(accuracy), bottom]),
      ...byLength.map((bucket, row) => {
        const y = top + rowHeight * (row + 0.5);
        const name = lengthRange(bucket.from, bucket.to);
        return html`<g class="axis"><text x="${left - 10}" y="${y + 4}" text-anchor="end">${name}</text><text x="400" y="${y + 4}" text-anchor="end">${integer(bucket.count)}</text></g>
${interval([x(bucket.interval[0]), y], [x(bucket.interval[1]), y], 0)}${point([x(bucket.accuracy), y], 0, `${name} tokens: ${percent(bucket.accuracy)} of ${integer(bucket.count)}`, 4)}`;
      }),
    ],
  );
  return figure({
    title: 'Accuracy by review length',
    plot: image,
    explanation: reading,
    table: {
      caption: 'Accuracy by review length',
      head: ['Tokens', 'Reviews', 'Accuracy', '95 % interval'],
      rows: byLength.map((bucket) => [
        lengthRange(bucket.from, bucket.to),
        integer(bucket.count),
        percent(bucket.accuracy, 1),
        `${percent(bucket.interval[0], 1)} to ${percent(bucket.interval[1], 1)}`,
      ]),
    },
  });
}
