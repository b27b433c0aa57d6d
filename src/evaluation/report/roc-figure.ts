/** The ROC curve: what share of one label is found at the price of which share of false alarms. */
import type { Evaluation } from '../evaluate.js';
import { decimal, percent } from '../figures.js';
import type { Markup } from '../html.js';
import { horizontalAxis, plot, plotLeft, plotRight, verticalAxis } from '../plots/axes.js';
import { line, point, reference } from '../plots/line-plot.js';
import { linearScale, ticks } from '../plots/scale.js';
import { figure } from './figure.js';

/** Null when no label has a curve. */
export function rocFigure(evaluation: Evaluation): Markup | null {
  const { roc, positiveLabel, rocAuc } = evaluation;
  if (roc.length === 0) return null;
  const [left, right, top, bottom] = [plotLeft, plotRight, 28, 308];
  const x = linearScale([0, 1], [left, right]);
  const y = linearScale([0, 1], [bottom, top]);
  const shares = ticks(0, 1, 5);
  const format = (share: number): string => percent(share, 0);
  const chosen = positiveLabel === null ? null : operatingPoint(evaluation);
  const what =
    positiveLabel === null
      ? `Mean area under the curves of ${roc.length} labels, each against the rest: ${decimal(rocAuc)}.`
      : `Area under the curve for ${positiveLabel}: ${decimal(rocAuc)}.`;
  const image = plot({ id: 'roc', title: 'ROC curve', description: what }, 352, [
    horizontalAxis({ scale: x, ticks: shares, name: 'False-positive rate', format }, top, bottom),
    verticalAxis({ scale: y, ticks: shares, name: 'True-positive rate', format }, left, right),
    reference([x(0), y(0)], [x(1), y(1)]),
    ...roc.map(({ points }, series) =>
      line(
        points.map((at) => [x(at.falsePositiveRate), y(at.truePositiveRate)] as const),
        series,
      ),
    ),
    ...(chosen === null
      ? []
      : [
          point(
            [x(chosen.falsePositiveRate), y(chosen.truePositiveRate)],
            0,
            `Threshold ${evaluation.threshold}: finds ${percent(chosen.truePositiveRate)} at ${percent(chosen.falsePositiveRate)} false positives`,
            4.5,
          ),
        ]),
  ]);
  const explanation =
    chosen === null
      ? `${what} The dashed diagonal is guessing.`
      : `${what} The dot is the threshold in use, ${evaluation.threshold}; the dashed diagonal is guessing.`;
  return figure({
    title: 'ROC curve',
    plot: image,
    ...(roc.length > 1 ? { legend: roc.map(({ label, auc }) => `${label} (${decimal(auc, 3)})`) } : {}),
    explanation,
  });
}

/** Both rates at the threshold in use, for two labels that both occur. */
function operatingPoint({ confusion }: Evaluation): { falsePositiveRate: number; truePositiveRate: number } {
  const [[negatives, falsePositives], [falseNegatives, positives]] = confusion as [
    [number, number],
    [number, number],
  ];
  return {
    falsePositiveRate: falsePositives / (negatives + falsePositives),
    truePositiveRate: positives / (positives + falseNegatives),
  };
}
