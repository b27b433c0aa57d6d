/** The object that `evaluate --json` prints and that metrics.json stores. */
import type { Evaluation } from './evaluate.js';

/** An evaluation without what only plots need (ROC points, score histogram). */
export type EvaluationJson = Omit<Evaluation, 'roc' | 'histogram'>;

/** The figures of an evaluation as a plain object for `JSON.stringify`; headline figures come first. */
export function evaluationToJson(evaluation: Evaluation): EvaluationJson {
  const { roc: _roc, histogram: _histogram, count, accuracy, ...rest } = evaluation;
  return { accuracy, count, ...rest };
}
