/**
 * Temperature scaling (Guo et al., "On calibration of modern neural networks", ICML 2017): probabilities are
 * softmax(logits / T) with the one T that makes the log loss on the development split smallest. It changes no
 * predicted label at a threshold of 0.5. The loss is convex in 1 / T, so it has one valley in log T, which a
 * golden-section search finds (J. Kiefer, "Sequential minimax search for a maximum", 1953).
 */
import { ReelsenseError } from '../errors/index.js';
import { checkLabel } from './input.js';

const lowest = Math.log(0.05);
const highest = Math.log(20);
const tolerance = 1e-6; // in log T

/** softmax(logits / temperature), stable for logits of any size; [C]. */
export function scoresOfLogits(logits: ArrayLike<number>, temperature = 1): number[] {
  const largest = largestOf(logits);
  const powers = Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/**
 * The temperature in (0.05, 20) with the smallest log loss. 1 when the valley does not lie inside, because the
 * examples then cannot tell one (all of them right, all logits equal, no example).
 * @param logits [N][C]  @param truth [N], indexes of labels
 * @throws ReelsenseError 'not-finite' for a logit that is NaN or infinite, 'damaged-data' for a label that does not
 * exist, 'wrong-type' for unequal lengths
 */
export function fitTemperature(logits: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): number {
  checkLogits(logits, truth);
  if (logits.length === 0) return 1;
  const { lossAt, best } = lossValley(logits, truth);
  const loss = lossAt(best);
  const inside = loss < lossAt(lowest) && loss < lossAt(highest) && loss <= lossAt(0);
  const atEnd = best - lowest < 1e-3 || highest - best < 1e-3;
  return inside && !atEnd ? Math.exp(best) : 1;
}

/**
 * The smallest log loss that any temperature in [0.05, 20] gives: how well the logits tell the labels apart, whatever
 * their scale. It moves with every example, where accuracy moves only with those that change sides.
 * @param logits [N][C]  @param truth [N], indexes of labels
 * @returns nats an example; NaN without examples
 * @throws ReelsenseError as `fitTemperature`
 */
export function calibratedLogLoss(logits: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): number {
  checkLogits(logits, truth);
  if (logits.length === 0) return Number.NaN;
  const { lossAt, best } = lossValley(logits, truth);
  return lossAt(best);
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
