/** The object that `evaluate --json` prints and that metrics.json stores. */
import type { Evaluation } from './evaluate.js';

/** With the ROC points rounded to four decimals: they are drawn, not calculated with. */
export type EvaluationJson = Evaluation;

/** The figures of an evaluation as a plain object for `JSON.stringify`; headline figures come first, what only plots need last. */
export function evaluationToJson(evaluation: Evaluation): EvaluationJson {
  const { roc, histogram, count, accuracy, ...rest } = evaluation;
  const rounded = roc.map((curve) => ({
    ...curve,
    points: curve.points.map(({ falsePositiveRate, truePositiveRate, threshold }) => ({
      falsePositiveRate: decimals(falsePositiveRate),
      truePositiveRate: decimals(truePositiveRate),
      threshold: threshold === null ? null : decimals(threshold),
    })),
  }));
  return { accuracy, count, ...rest, roc: rounded, histogram };
}

function decimals(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
