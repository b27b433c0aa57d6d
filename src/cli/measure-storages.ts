/** What a storage of the weights costs: every stored form of a model scores the same reviews. */
import type { ModelBundle } from '../checkpoint/index.js';
import type { Example } from '../datasets/index.js';
import { type Evaluation, evaluate } from '../evaluation/index.js';
import type { WeightStorage } from '../models/index.js';
import { Predictor } from '../prediction/index.js';
import { Session } from '../runtime/index.js';
import type { Console } from './console.js';
import { scoreReviews } from './score-reviews.js';

/** A stored form of the model: its file in the folder, and its bytes. */
export interface StoredForm {
  readonly file: string;
  readonly weights: WeightStorage;
  readonly bytes: Uint8Array;
}

export interface StorageFigures extends Pick<Evaluation, 'accuracy' | 'logLoss' | 'count'> {
  /** Label of each review, as an index. */
  readonly predicted: readonly number[];
}

export interface StorageMeasurement {
  readonly examples: readonly Example[];
  /** Index among the model's labels of each of the data's. */
  readonly labels: readonly number[];
  readonly threads: number;
  readonly console: Console;
  readonly signal: AbortSignal;
}

/** @param model bytes of the ONNX file that takes the place of the bundle's */
export async function measureStorage(
  bundle: ModelBundle,
  model: Uint8Array,
  { examples, labels, threads, console, signal }: StorageMeasurement,
): Promise<StorageFigures> {
  const predictor = await Predictor.create({ ...bundle, model }, { createSession: Session.create, threads });
  try {
    const scored = await scoreReviews(predictor, examples, console, signal);
    const { threshold } = bundle.configuration.reelsense;
    const scores = scored.map((review) => review.scores);
    const { accuracy, logLoss, count } = evaluate({
      labels: predictor.labels,
      truth: examples.map(({ label }) => labels[label]!),
      scores,
      threshold,
    });
    const predicted = scores.map((row) =>
      row.length === 2 ? Number(row[1]! >= threshold) : row.indexOf(Math.max(...row)),
    );
    return { accuracy, logLoss, count, predicted };
  } finally {
    await predictor.release();
  }
}

/** How many labels are other ones. */
export function changedLabels(before: StorageFigures, after: StorageFigures): number {
  return after.predicted.filter((label, index) => label !== before.predicted[index]).length;
}
