/** Accuracy by review length, in fixed buckets of token counts so that two evaluations can be compared. */
import { type Interval, wilsonInterval } from './interval.js';

export interface LengthBucket {
  readonly from: number; // tokens, inclusive
  readonly to: number | null; // tokens, inclusive; null: no upper end
  readonly count: number;
  readonly accuracy: number;
  readonly interval: Interval; // 95 %
}

/** Where each bucket begins, in tokens. */
const starts = [0, 10, 25, 50, 100, 150, 200, 300, 400, 600, 1000];

/** Accuracy in each bucket that holds an example. @param lengths [N], tokens  @param right [N] */
export function accuracyByLength(lengths: ArrayLike<number>, right: readonly boolean[]): LengthBucket[] {
  const counts = new Array<number>(starts.length).fill(0);
  const rights = new Array<number>(starts.length).fill(0);
  for (let i = 0; i < lengths.length; i++) {
    const after = starts.findIndex((start) => start > lengths[i]!);
    const bucket = after === -1 ? starts.length - 1 : Math.max(0, after - 1);
    counts[bucket]!++;
    if (right[i]) rights[bucket]!++;
  }
  return starts.flatMap((from, bucket) => {
    const count = counts[bucket]!;
    const interval = wilsonInterval(rights[bucket]!, count);
    if (interval === null) return [];
    const next = starts[bucket + 1];
    return [
      { from, to: next === undefined ? null : next - 1, count, accuracy: rights[bucket]! / count, interval },
    ];
  });
}
