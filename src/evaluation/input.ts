/** What is evaluated: the true labels of some examples and the scores that a model gave them, checked once at the door. */
import { ReelsenseError, refuseUnknown } from '../errors/index.js';
import type { SliceTexts } from './slices.js';

export interface EvaluationInput {
  /** Names of the labels; [C], at least two. With two, the last one is the positive label. */
  readonly labels: readonly string[];
  /** Index into `labels` of each example's true label; [N]. */
  readonly truth: ArrayLike<number>;
  /** Probability of each label for each example; [N][C], each row sums to 1. */
  readonly scores: ArrayLike<ArrayLike<number>>;
  /** Length of each example in tokens; [N]. Without it there is no accuracy by length. */
  readonly lengths?: ArrayLike<number> | undefined;
  /** The texts and the model's vocabulary, [N]; without them there is no accuracy by slice and no list of words. */
  readonly reviews?: SliceTexts | undefined;
  /** Name of each example; [N]. By default 'row-1', 'row-2', ... */
  readonly ids?: readonly string[] | undefined;
  /**
   * Two labels only: an example is positive when its positive score is at least this; 0.5 by default.
   * With more labels the highest score wins (the first of equals) and this is not read.
   */
  readonly threshold?: number | undefined;
  /** How many of the most confident mistakes to list; 20 by default. */
  readonly mistakes?: number | undefined;
}

const inputNames: readonly (keyof EvaluationInput)[] = [
  'labels',
  'truth',
  'scores',
  'lengths',
  'reviews',
  'ids',
  'threshold',
  'mistakes',
];

/** An input that was checked, with each example's predicted label. */
export interface Predictions {
  readonly labels: readonly string[];
  readonly truth: Int32Array; // [N]
  readonly predicted: Int32Array; // [N]
  readonly scores: ArrayLike<ArrayLike<number>>; // [N][C]
  readonly threshold: number | null; // null beyond two labels
}

/** How far a row of scores may be from summing to 1 (half-precision sums are about this rough). */
const sumTolerance = 1e-3;

/**
 * Checks the input and decides each example's label.
 * @throws ReelsenseError 'too-few-labels', 'damaged-data' (nothing to evaluate, or a true label that does not
 * exist), 'wrong-type' (lists of unequal length, scores that are no probabilities), 'not-finite' (a score that
 * is NaN or infinite), 'invalid-option' (an unknown one, threshold or number of mistakes).
 */
export function checkInput(input: EvaluationInput): Predictions {
  refuseUnknown('option', input, inputNames);
  const { labels, scores } = input;
  if (labels.length < 2) {
    throw new ReelsenseError(
      'too-few-labels',
      `An evaluation needs at least two labels; there are ${labels.length}.`,
    );
  }
  const count = input.truth.length;
  if (count === 0) {
    throw new ReelsenseError(
      'damaged-data',
      'There is nothing to evaluate: the data has no labelled examples. Give data with a label for each review.',
    );
  }
  checkLength('scores', scores.length, count);
  if (input.ids !== undefined) checkLength('ids', input.ids.length, count);
  if (input.lengths !== undefined) checkLength('lengths', input.lengths.length, count);
  if (input.reviews !== undefined) checkLength('texts', input.reviews.texts.length, count);
  checkOptions(input);

  const truth = new Int32Array(count);
  const predicted = new Int32Array(count);
  const threshold = labels.length === 2 ? (input.threshold ?? 0.5) : null;
  for (let i = 0; i < count; i++) {
    truth[i] = checkLabel(input.truth[i], labels.length, i);
    const row = scores[i]!;
    checkScores(row, labels.length, i);
    predicted[i] = threshold === null ? highest(row) : row[1]! >= threshold ? 1 : 0;
  }
  return { labels, truth, predicted, scores, threshold };
}

/** The index of the highest value; the first of equals. */
function highest(row: ArrayLike<number>): number {
  let best = 0;
  for (let c = 1; c < row.length; c++) if (row[c]! > row[best]!) best = c;
  return best;
}

function checkLength(name: string, length: number, count: number): void {
  if (length !== count) {
    throw new ReelsenseError(
      'wrong-type',
      `There are ${count} true labels but ${length} ${name}; there must be one for each example.`,
    );
  }
}

/** The label as it came, when it is one of the first `labelCount` indexes. */
export function checkLabel(label: number | undefined, labelCount: number, index: number): number {
  if (label === undefined || !Number.isInteger(label) || label < 0 || label >= labelCount) {
    throw new ReelsenseError(
      'damaged-data',
      `Example ${index + 1} has the true label ${label}; it must be a whole number from 0 to ${labelCount - 1}. Leave unlabelled examples out.`,
    );
  }
  return label;
}

function checkScores(row: ArrayLike<number>, labelCount: number, index: number): void {
  if (row.length !== labelCount) {
    throw new ReelsenseError(
      'wrong-type',
      `Example ${index + 1} has ${row.length} scores; there are ${labelCount} labels.`,
    );
  }
  let sum = 0;
  for (let c = 0; c < labelCount; c++) {
    const score = row[c]!;
    if (!Number.isFinite(score)) {
      throw new ReelsenseError(
        'not-finite',
        `Example ${index + 1} has the score ${score}. The model is damaged or its training diverged.`,
      );
    }
    if (score < -sumTolerance || score > 1 + sumTolerance) {
      throw new ReelsenseError(
        'wrong-type',
        `Example ${index + 1} has the score ${score}; a probability lies between 0 and 1.`,
      );
    }
    sum += score;
  }
  if (Math.abs(sum - 1) > sumTolerance) {
    throw new ReelsenseError('wrong-type', `The scores of example ${index + 1} sum to ${sum} instead of 1.`);
  }
}

function checkOptions({ threshold, mistakes }: EvaluationInput): void {
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1)) {
    throw new ReelsenseError('invalid-option', `The threshold is ${threshold}; it must lie between 0 and 1.`);
  }
  if (mistakes !== undefined && !(Number.isInteger(mistakes) && mistakes >= 0)) {
    throw new ReelsenseError(
      'invalid-option',
      `The number of mistakes to list is ${mistakes}; it must be a whole number, 0 or more.`,
    );
  }
}
