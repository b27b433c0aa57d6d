/**
 * Calibration: whether predictions made with 80 % confidence are right in 80 % of cases. Reliability bins and
 * expected calibration error as in C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, "On calibration of modern
 * neural networks" (ICML 2017): 15 bins of equal width over the confidence, which is the probability of the
 * predicted label. Bin m holds the confidences in ((m - 1) / 15, m / 15]; the first one also holds 0.
 */
import { type Interval, wilsonInterval } from './interval.js';

export interface ReliabilityBin {
  readonly from: number; // exclusive, but for the first bin
  readonly to: number; // inclusive
  readonly count: number;
  /** Mean confidence; null in an empty bin. */
  readonly confidence: number | null;
  /** Share of right predictions; null in an empty bin. */
  readonly accuracy: number | null;
  /** 95 % interval of the accuracy; null in an empty bin. */
  readonly interval: Interval | null;
}

export const reliabilityBinCount = 15;

/** Bins of confidence. @param confidence [N], in [0, 1]  @param right [N], whether each prediction is right */
export function reliabilityBins(
  confidence: ArrayLike<number>,
  right: readonly boolean[],
  binCount = reliabilityBinCount,
): ReliabilityBin[] {
  const counts = new Array<number>(binCount).fill(0);
  const sums = new Array<number>(binCount).fill(0);
  const rights = new Array<number>(binCount).fill(0);
  for (let i = 0; i < confidence.length; i++) {
    const bin = Math.min(binCount - 1, Math.max(0, Math.ceil(confidence[i]! * binCount) - 1));
    counts[bin]!++;
    sums[bin]! += confidence[i]!;
    if (right[i]) rights[bin]!++;
  }
  return counts.map((count, bin) => ({
    from: bin / binCount,
    to: (bin + 1) / binCount,
    count,
    confidence: count === 0 ? null : sums[bin]! / count,
    accuracy: count === 0 ? null : rights[bin]! / count,
    interval: wilsonInterval(rights[bin]!, count),
  }));
}

/** Mean distance between accuracy and confidence over the bins, each weighing as many as it holds. */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let total = 0;
  let gaps = 0;
  for (const { count, confidence, accuracy } of bins) {
    if (confidence === null || accuracy === null) continue;
    total += count;
    gaps += count * Math.abs(accuracy - confidence);
  }
  return total === 0 ? 0 : gaps / total;
}
