/** Accuracy by review length: a row for each bucket, its accuracy as a point with the 95 % interval around it. */
import type { Evaluation } from '../evaluate.js';
import { integer, lengthRange, percent } from '../figures.js';
import type { Markup } from '../html.js';
import { figure } from './figure.js';
import { intervalRows } from './interval-rows.js';

/** Null when no lengths were given. */
export function lengthFigure({ byLength, accuracy }: Evaluation): Markup | null {
  if (byLength.length === 0) return null;
  const rows = byLength.map(({ from, to, ...bucket }) => ({ ...bucket, name: lengthRange(from, to) }));
  const reading = `Tokens in the whole review. The dashed line is the accuracy over all, ${percent(accuracy)}; lines are 95 % intervals.`;
  return figure({
    title: 'Accuracy by review length',
    plot: intervalRows({
      id: 'length',
      title: 'Accuracy by review length',
      description: reading,
      heading: 'Tokens',
      rows,
      overall: accuracy,
    }),
    explanation: reading,
    table: {
      caption: 'Accuracy by review length',
      head: ['Tokens', 'Reviews', 'Accuracy', '95 % interval'],
      rows: rows.map(({ name, count, accuracy: share, interval }) => [
        name,
        integer(count),
        percent(share, 1),
        `${percent(interval[0], 1)} to ${percent(interval[1], 1)}`,
      ]),
    },
  });
}
