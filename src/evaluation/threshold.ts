/** The decision threshold of a model with two labels that is right most often (Fawcett 2006, section 6: one sweep). */

/**
 * The threshold for "positive when the score is at least this" with the highest accuracy, to be chosen on a
 * development split. It lies half-way between two neighbouring scores; among equally good ones the nearest to 0.5 wins,
 * and 0.5 itself where it is as good as any.
 * @param scores [N], probability of the positive label  @param positive [N], whether each example truly is positive
 */
export function fitThreshold(scores: ArrayLike<number>, positive: readonly boolean[]): number {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[a]! - scores[b]!,
  );
  let rightAtHalf = 0;
  let right = 0; // with every example called positive
  for (let i = 0; i < scores.length; i++) {
    if (positive[i]) right++;
    if (scores[i]! >= 0.5 === positive[i]) rightAtHalf++;
  }
  let best = 0.5;
  let mostRight = rightAtHalf;
  for (let i = -1; i < order.length; i++) {
    if (i >= 0) right += positive[order[i]!] ? -1 : 1; // this one and all before it are now called negative
    const score = i < 0 ? 0 : scores[order[i]!]!;
    const next = i + 1 < order.length ? scores[order[i + 1]!]! : 1;
    if (next === score) continue;
    const middle = (score + next) / 2;
    const between = middle > score ? middle : next; // neighbouring floats have nothing between them
    const nearer = right === mostRight && Math.abs(between - 0.5) < Math.abs(best - 0.5);
    if (right > mostRight || nearer) [best, mostRight] = [between, right];
  }
  return best;
}
