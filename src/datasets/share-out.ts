/** Shares a whole number out in proportion (the method of the largest remainder, Hamilton 1792). */

/**
 * `total` items shared out over groups in proportion to their `sizes`: whole numbers, none above its group's size,
 * `total` together. Ties go to the earlier group.
 *
 * @param total at most the sum of `sizes`.
 */
export function shareOut(total: number, sizes: readonly number[]): number[] {
  const sum = sizes.reduce((a, b) => a + b, 0);
  if (sum === 0) return sizes.map(() => 0);
  const exact = sizes.map((size) => (total * size) / sum);
  const shares = exact.map(Math.floor);
  let left = total - shares.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (left <= 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left--;
  }
  return shares;
}
