/**
 * Calibration on the development split. Temperature scaling (Guo et al., "On calibration of modern neural networks", ICML 2017):
 * probabilities are softmax(logits / T) with the one T that makes the log loss smallest. The loss is convex in 1 / T, so it has one
 * valley in log T, which a golden-section search finds (J. Kiefer, "Sequential minimax search for a maximum", 1953).
 *
 * Two labels get a bias too (J. Platt, "Probabilistic outputs for support vector machines", 1999), where the examples leave no doubt of
 * it: a model that leans to one label is wrong at 0.5, which no temperature mends. The loss is convex in 1 / T and the bias together;
 * Newton's steps find its one valley.
 */
import { ReelsenseError } from '../errors/index.js';
import { checkLabel } from './input.js';

const lowest = Math.log(0.05);
const highest = Math.log(20);
const tolerance = 1e-6; // in log T

/** What is done to logits, so that their softmax is calibrated: `logits / temperature`, then `bias` added to the last of two. */
export interface Calibration {
  readonly temperature: number;
  /** 0 unless there are two labels. */
  readonly bias: number;
}

/** Twice the gain in log likelihood from which a bias counts as found: 95 % of chi-squared with one degree of freedom. */
const BIAS_EVIDENCE = 3.841;

/** softmax(logits / temperature), stable for logits of any size; [C]. */
export function scoresOfLogits(logits: ArrayLike<number>, temperature = 1): number[] {
  const largest = largestOf(logits);
  const powers = Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * The temperature from 0.05 to 20 with the smallest log loss. 1 where the examples cannot tell one: all of them are right, so that the
 * loss falls as long as T does; all logits are equal; there is none.
 * @param logits [N][C]  @param truth [N], indexes of labels
 * @throws ReelsenseError 'not-finite' for a logit that is NaN or infinite, 'damaged-data' for a label that does not
 * exist, 'wrong-type' for unequal lengths
 */
export function fitTemperature(logits: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): number {
  checkLogits(logits, truth);
  if (areAllRight(logits, truth)) return 1;
  const { lossAt, best } = lossValley(logits, truth);
  return lossAt(best) < lossAt(0) ? Math.exp(best) : 1;
}

/** The logits as a calibration leaves them: their plain softmax is calibrated. [C] */
export function calibratedLogits(logits: ArrayLike<number>, { temperature, bias }: Calibration): number[] {
  const scaled = Array.from(logits, (logit) => logit / temperature);
  if (bias !== 0) scaled[1]! += bias;
  return scaled;
}

/**
 * The temperature, and of two labels the bias, with the smallest log loss. The bias is 0 where the gain may be chance: twice what it
 * adds to the log likelihood is under 3.84.
 * @param logits [N][C]  @param truth [N], indexes of labels
 * @throws ReelsenseError as `fitTemperature`
 */
export function fitCalibration(logits: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): Calibration {
  const temperature = fitTemperature(logits, truth);
  const alone = { temperature, bias: 0 };
  const line = fitLine(logits, truth, 1 / temperature);
  if (line === undefined) return alone;
  const gain = 2 * logits.length * (meanLogLoss(logits, truth, 1 / temperature) - line.loss);
  return gain > BIAS_EVIDENCE ? { temperature: 1 / line.scale, bias: line.bias } : alone;
}

/**
 * The log loss at the temperature of {@link fitTemperature}, or for two labels at the best temperature and bias, if that is smaller: how well the
 * logits tell the labels apart, whatever their scale. It moves with every example, where accuracy moves only with those that change sides.
 * 0 where all are right, which the loss comes to as the scale grows.
 * @param logits [N][C]  @param truth [N], indexes of labels
 * @returns nats an example; NaN without examples
 * @throws ReelsenseError as `fitTemperature`
 */
export function calibratedLogLoss(logits: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): number {
  const scale = 1 / fitTemperature(logits, truth);
  if (logits.length === 0) return Number.NaN;
  if (areAllRight(logits, truth)) return 0;
  const loss = meanLogLoss(logits, truth, scale);
  return Math.min(loss, fitLine(logits, truth, scale)?.loss ?? loss);
}

/**
 * The scale and the bias of sigmoid(scale (logit_1 - logit_0) + bias) with the smallest mean log loss.
 * @param first scale to begin at
 * @returns undefined for other than two labels, and where the examples cannot tell: all of one label, told apart without a mistake by
 *   some cut (the loss then has no valley, only a slope that ends in the noise of rounding), or a scale outside [0.05, 20]
 */
function fitLine(
  logits: ArrayLike<ArrayLike<number>>,
  truth: ArrayLike<number>,
  first: number,
): { scale: number; bias: number; loss: number } | undefined {
  if (logits[0]?.length !== 2) return undefined;
  const margins = Float64Array.from(logits, (row) => row[1]! - row[0]!);
  if (areApart(margins, truth)) return undefined;
  const lossAt = (scale: number, bias: number): number =>
    margins.reduce((sum, margin, i) => {
      const wrong = (truth[i] === 1 ? -1 : 1) * (scale * margin + bias);
      return sum + Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
    }, 0) / margins.length;
  let [scale, bias] = [first, 0];
  let loss = lossAt(scale, bias);
  for (let step = 0; step < 100; step++) {
    const slope = { scale: 0, bias: 0 };
    const curvature = { scale: 0, both: 0, bias: 0 };
    margins.forEach((margin, i) => {
      const probability = 1 / (1 + Math.exp(-(scale * margin + bias)));
      const residual = probability - (truth[i] === 1 ? 1 : 0);
      const weight = probability * (1 - probability);
      slope.scale += residual * margin;
      slope.bias += residual;
      curvature.scale += weight * margin * margin;
      curvature.both += weight * margin;
      curvature.bias += weight;
    });
    const determinant = curvature.scale * curvature.bias - curvature.both ** 2;
    if (!(determinant > 1e-12 * curvature.scale * curvature.bias)) return undefined;
    const byScale = (curvature.bias * slope.scale - curvature.both * slope.bias) / determinant;
    const byBias = (curvature.scale * slope.bias - curvature.both * slope.scale) / determinant;
    let share = 1;
    let next = lossAt(scale - byScale, bias - byBias);
    while (next > loss && share > 1e-4) {
      share /= 2;
      next = lossAt(scale - share * byScale, bias - share * byBias);
    }
    if (next > loss || Math.abs(byScale) + Math.abs(byBias) < 1e-9) {
      const inside = scale >= Math.exp(-highest) && scale <= Math.exp(-lowest);
      return inside ? { scale, bias, loss } : undefined;
    }
    [scale, bias, loss] = [scale - share * byScale, bias - share * byBias, next];
  }
  return undefined;
}

/** Whether the true label has the largest logit, alone, in every example. */
function areAllRight(logits: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): boolean {
  return Array.from(logits).every((row, i) =>
    Array.from(row).every((logit, c) => c === truth[i] || logit < row[truth[i]!]!),
  );
}

/** Whether all margins of the label 0 lie below all of the label 1, as they do where one of the two has no example. */
function areApart(margins: Float64Array, truth: ArrayLike<number>): boolean {
  const of = (label: number): Float64Array => margins.filter((_, i) => truth[i] === label);
  const largest = of(0).reduce((most, margin) => Math.max(most, margin), -Infinity);
  return of(1).every((margin) => margin > largest);
}

/** The mean log loss by log temperature, and the log temperature in the searched range where it is smallest. */
function lossValley(
  logits: ArrayLike<ArrayLike<number>>,
  truth: ArrayLike<number>,
): { lossAt: (logTemperature: number) => number; best: number } {
  const lossAt = (logTemperature: number): number => meanLogLoss(logits, truth, Math.exp(-logTemperature));
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [lowest, highest];
  let [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [lossLeft, lossRight] = [lossAt(left), lossAt(right)];
  while (high - low > tolerance) {
    if (lossLeft <= lossRight) {
      [high, right, lossRight] = [right, left, lossLeft];
      left = high - ratio * (high - low);
      lossLeft = lossAt(left);
    } else {
      [low, left, lossLeft] = [left, right, lossRight];
      right = low + ratio * (high - low);
      lossRight = lossAt(right);
    }
  }
  return { lossAt, best: (low + high) / 2 };
}

/** Mean of log(sum over c of exp((logit_c - logit_truth) / T)), exact where a probability would round to 0. */
function meanLogLoss(
  logits: ArrayLike<ArrayLike<number>>,
  truth: ArrayLike<number>,
  inverseTemperature: number,
): number {
  let total = 0;
  for (let i = 0; i < logits.length; i++) {
    const row = logits[i]!;
    const largest = largestOf(row);
    let sum = 0;
    for (let c = 0; c < row.length; c++) sum += Math.exp((row[c]! - largest) * inverseTemperature);
    total += Math.log(sum) + (largest - row[truth[i]!]!) * inverseTemperature;
  }
  return total / logits.length;
}

function largestOf(row: ArrayLike<number>): number {
  let largest = row[0]!;
  for (let c = 1; c < row.length; c++) if (row[c]! > largest) largest = row[c]!;
  return largest;
}

function checkLogits(logits: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): void {
  if (logits.length !== truth.length) {
    throw new ReelsenseError(
      'wrong-type',
      `There are ${logits.length} rows of logits but ${truth.length} true labels; there must be one for each.`,
    );
  }
  for (let i = 0; i < logits.length; i++) {
    const row = logits[i]!;
    checkLabel(truth[i], row.length, i);
    for (let c = 0; c < row.length; c++) {
      if (!Number.isFinite(row[c]!)) {
        throw new ReelsenseError(
          'not-finite',
          `Example ${i + 1} has the logit ${row[c]}. The model is damaged or its training diverged.`,
        );
      }
    }
  }
}
