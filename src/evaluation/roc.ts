/**
 * Receiver operating characteristic. The area below it is the rank statistic of J. A. Hanley and B. J. McNeil,
 * "The meaning and use of the area under a ROC curve", Radiology 143 (1982): the chance that a positive example
 * scores higher than a negative one, a tie counting half. The curve is algorithm 1 of T. Fawcett, "An
 * introduction to ROC analysis", Pattern Recognition Letters 27 (2006): equal scores move together.
 */

export interface RocPoint {
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
  /** Scores at least this count as positive here; null at the origin, where none does. */
  readonly threshold: number | null;
}

/**
 * Area under the ROC curve; null when the examples are not of both kinds.
 * @param scores [N]  @param positive [N], whether each example truly is positive
 */
export function rocAuc(scores: ArrayLike<number>, positive: readonly boolean[]): number | null {
  const order = ascending(scores);
  let positives = 0;
  let rankSum = 0; // of the positives; ranks from 1, equal scores share their mean rank
  for (let from = 0; from < order.length; ) {
    const score = scores[order[from]!]!;
    let to = from;
    let positivesHere = 0;
    for (; to < order.length && scores[order[to]!] === score; to++) {
      if (positive[order[to]!]) positivesHere++;
    }
    rankSum += positivesHere * ((from + 1 + to) / 2);
    positives += positivesHere;
    from = to;
  }
  const negatives = order.length - positives;
  if (positives === 0 || negatives === 0) return null;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** How far points of a plot are apart. */
export const ROC_STEP = 0.005;

/**
 * Points of the ROC curve from (0, 0) to (1, 1), thinned for plotting: between two neighbours the two rates
 * together move by at least `step` (or by one group of equal scores). Null when the examples are not of both kinds.
 * @param step in units of the rates; 0 keeps every point
 */
export function rocCurve(
  scores: ArrayLike<number>,
  positive: readonly boolean[],
  step = ROC_STEP,
): RocPoint[] | null {
  const positives = positive.reduce((count, is) => count + (is ? 1 : 0), 0);
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const order = ascending(scores);
  const points: RocPoint[] = [{ falsePositiveRate: 0, truePositiveRate: 0, threshold: null }];
  let found = 0;
  let falseAlarms = 0;
  let last = 0; // both rates together at the last point kept
  for (let i = order.length - 1; i >= 0; i--) {
    const index = order[i]!;
    if (positive[index]) found++;
    else falseAlarms++;
    const threshold = scores[index]!;
    const ends = i === 0;
    if (!ends && scores[order[i - 1]!] === threshold) continue;
    const falsePositiveRate = falseAlarms / negatives;
    const truePositiveRate = found / positives;
    if (!ends && falsePositiveRate + truePositiveRate - last < step) continue;
    points.push({ falsePositiveRate, truePositiveRate, threshold });
    last = falsePositiveRate + truePositiveRate;
  }
  return points;
}

/** Indexes of the scores in ascending order; [N]. */
function ascending(scores: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[a]! - scores[b]!);
}
