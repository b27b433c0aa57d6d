/** The reliability diagram: accuracy against confidence, and below it how many predictions had that confidence. */
import type { Evaluation } from '../evaluate.js';
import { integer, percent } from '../figures.js';
import type { Markup } from '../html.js';
import { horizontalAxis, plot, plotLeft, plotRight, verticalAxis, verticalLines } from '../plots/axes.js';
import { bar, interval } from '../plots/bar-plot.js';
import { line, type Point, point, reference } from '../plots/line-plot.js';
import { domainOf, linearScale, roundTicks } from '../plots/scale.js';
import { figure } from './figure.js';

export function reliabilityFigure({ reliability, ece, count }: Evaluation): Markup {
  const filled = reliability.flatMap(({ confidence, accuracy, interval: ends, ...bin }) =>
    confidence === null || accuracy === null || ends === null ? [] : [{ ...bin, confidence, accuracy, ends }],
  );
  const [left, right, top, bottom] = [plotLeft, plotRight, 28, 228];
  const [countTop, countBottom] = [272, 312];
  const confidences = roundTicks(Math.min(0.9, tenthBelow(filled[0]!.confidence)), 1, 5, [0, 1]);
  const start = confidences[0]!;
  const accuracies = roundTicks(
    Math.min(start, ...filled.map(({ ends }) => tenthBelow(ends[0]))),
    1,
    5,
    [0, 1],
  );
  const x = linearScale(domainOf(confidences), [left, right]);
  const y = linearScale(domainOf(accuracies), [bottom, top]);
  const most = Math.max(...filled.map((bin) => bin.count));
  const counts = linearScale([0, most], [countBottom, countTop]);
  const format = (share: number): string => percent(share, 0);
  const explanation = `Expected calibration error ${percent(ece)}. On the dashed diagonal, predictions made with 80 % confidence are right in 80 % of cases; below it the model is too sure. Lines are 95 % intervals.`;
  const at = filled.map((bin): Point => [x(bin.confidence), y(bin.accuracy)]);
  const image = plot({ id: 'reliability', title: 'Reliability diagram', description: explanation }, 356, [
    verticalAxis({ scale: y, ticks: accuracies, name: 'Accuracy', format }, left, right),
    verticalAxis({ scale: counts, ticks: [0, most], name: 'Reviews', format: short }, left, right),
    verticalLines(x, confidences, top, bottom),
    horizontalAxis({ scale: x, ticks: confidences, name: 'Confidence', format }, countTop, countBottom),
    reference([x(start), y(start)], [x(1), y(1)]),
    line(at, 0),
    ...filled.map(({ ends }, i) => interval([at[i]![0], y(ends[0])], [at[i]![0], y(ends[1])], 0)),
    ...filled.map((bin, i) =>
      point(
        at[i]!,
        0,
        `Confidence ${percent(bin.confidence, 1)}, accuracy ${percent(bin.accuracy, 1)}, ${integer(bin.count)} reviews`,
        3.5,
      ),
    ),
    ...filled.map((bin) =>
      bar(
        Math.max(start, bin.from),
        bin.to,
        bin.count,
        x,
        counts,
        `${integer(bin.count)} of ${integer(count)} reviews`,
      ),
    ),
  ]);
  return figure({
    title: 'Reliability',
    plot: image,
    explanation,
    table: {
      caption: 'Accuracy by confidence',
      head: ['Confidence', 'Reviews', 'Mean confidence', 'Accuracy', '95 % interval'],
      rows: filled.map((bin) => [
        `${percent(bin.from, 1)} to ${percent(bin.to, 1)}`,
        integer(bin.count),
        percent(bin.confidence, 1),
        percent(bin.accuracy, 1),
        `${percent(bin.ends[0], 1)} to ${percent(bin.ends[1], 1)}`,
      ]),
    },
  });
}

/** The next lower tenth, so that an axis begins at a round share. */
function tenthBelow(share: number): number {
  return Math.floor(share * 10 + 1e-9) / 10;
}

/** A count in few characters: 12345 -> '12 k'. */
function short(value: number): string {
  return value < 10_000 ? integer(value) : `${Math.round(value / 1000)} k`;
}
