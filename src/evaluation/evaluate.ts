/** All figures of a model on some labelled examples, gathered from the metrics of this folder. */
import { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from './calibration.js';
import { confusionMatrix, type LabelMetrics, labelMetrics, macroAverage } from './confusion.js';
import { type ScoreHistogram, scoreHistogram } from './histogram.js';
import { checkInput, type EvaluationInput, type Predictions } from './input.js';
import { type Interval, wilsonInterval } from './interval.js';
import { accuracyByLength, type LengthBucket } from './lengths.js';
import { type MistakeWords, mistakeWords } from './mistake-words.js';
import { type Mistake, mostConfidentMistakes } from './mistakes.js';
import { brierScore, logLoss } from './probability-scores.js';
import { ROC_STEP, type RocPoint, rocAuc, rocCurve } from './roc.js';
import { accuracyBySlice, type SliceGroup } from './slices.js';

/** The ROC curve of one label against the rest. */
export interface RocCurve {
  readonly label: string;
  readonly auc: number;
  readonly points: RocPoint[];
}

/** A plain object that JSON holds without loss: no NaN, no Infinity, null where a figure is undefined. */
export interface Evaluation {
  readonly labels: readonly string[]; // [C]
  /** The positive label of two; null beyond. */
  readonly positiveLabel: string | null;
  /** Number of examples, N. */
  readonly count: number;
  readonly accuracy: number;
  readonly accuracyInterval: Interval; // 95 %, Wilson
  /** Two labels: of the positive label. More: macro average. Null where undefined. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly perLabel: readonly LabelMetrics[]; // [C]
  /**
   * Two labels: of the positive score. More: mean of one label against the rest, over the labels for which it is
   * defined. Null when all examples have the same true label.
   */
  readonly rocAuc: number | null;
  readonly logLoss: number; // nats
  readonly brier: number;
  readonly ece: number; // expected calibration error, 15 bins
  /** Examples by true and predicted label; [truth C][predicted C]. */
  readonly confusion: readonly (readonly number[])[];
  /** Buckets that hold an example, in ascending order; empty when no lengths were given. */
  readonly byLength: readonly LengthBucket[];
  /** Reviews with negations, contrasts, unknown and rare words; empty when no texts were given. */
  readonly bySlice: readonly SliceGroup[];
  /** Words that stand in wrongly labelled reviews more often than in others; null when no texts were given. */
  readonly mistakeWords: MistakeWords | null;
  /** The most confident mistakes, the surest first. */
  readonly mistakes: readonly Mistake[];
  /** Decision threshold on the positive score; null beyond two labels. */
  readonly threshold: number | null;
  /** Two labels: at most one curve, of the positive label. More: one for each label for which it is defined. */
  readonly roc: readonly RocCurve[];
  readonly reliability: readonly ReliabilityBin[]; // [15]
  readonly histogram: ScoreHistogram;
}

/**
 * Measures scores against the truth.
 * @throws ReelsenseError as {@link checkInput}
 */
export function evaluate(input: EvaluationInput): Evaluation {
  const predictions = checkInput(input);
  const { labels, truth, predicted, scores, threshold } = predictions;
  const count = truth.length;
  const right = Array.from(truth, (label, i) => label === predicted[i]);
  const rightCount = right.reduce((total, is) => total + (is ? 1 : 0), 0);
  const confidence = Float64Array.from(predicted, (label, i) => scores[i]![label]!);
  const confusion = confusionMatrix(truth, predicted, labels.length);
  const perLabel = labelMetrics(confusion, labels);
  const { precision, recall, f1 } = labels.length === 2 ? perLabel[1]! : macroAverage(perLabel);
  const roc = rocCurves(predictions);
  const reliability = reliabilityBins(confidence, right);
  return {
    labels,
    positiveLabel: labels.length === 2 ? labels[1]! : null,
    count,
    accuracy: rightCount / count,
    accuracyInterval: wilsonInterval(rightCount, count)!,
    precision,
    recall,
    f1,
    perLabel,
    rocAuc: roc.length === 0 ? null : roc.reduce((sum, { auc }) => sum + auc, 0) / roc.length,
    logLoss: logLoss(scores, truth),
    brier: brierScore(scores, truth),
    ece: expectedCalibrationError(reliability),
    confusion,
    byLength: input.lengths === undefined ? [] : accuracyByLength(input.lengths, right),
    bySlice: input.reviews === undefined ? [] : accuracyBySlice(input.reviews, right),
    mistakeWords: input.reviews === undefined ? null : mistakeWords(input.reviews.texts, right),
    mistakes: mostConfidentMistakes(predictions, input.ids, input.mistakes ?? 20),
    threshold,
    roc,
    reliability,
    histogram: scoreHistogram(scores, truth, labels.length),
  };
}

/** Points of all ROC curves together at most: with very many labels each is drawn in coarser steps, and a record stays readable. */
const ROC_POINTS = 20_000;

/** One curve for the positive label of two, or one for each label against the rest. */
function rocCurves({ labels, truth, scores }: Predictions): RocCurve[] {
  const indexes = labels.length === 2 ? [1] : labels.map((_, index) => index);
  const step = Math.max(ROC_STEP, (2 * indexes.length) / ROC_POINTS);
  return indexes.flatMap((index) => {
    const score = Float64Array.from(truth, (_, i) => scores[i]![index]!);
    const positive = Array.from(truth, (label) => label === index);
    const auc = rocAuc(score, positive);
    const points = rocCurve(score, positive, step);
    return auc === null || points === null ? [] : [{ label: labels[index]!, auc, points }];
  });
}
