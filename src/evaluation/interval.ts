/**
 * Confidence interval of a share: E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", Journal of the American Statistical Association 22 (1927). Unlike the textbook interval it stays
 * inside [0, 1] and is right for few examples and for shares near 0 or 1.
 */

/** Lower and upper end, both in [0, 1]. */
export type Interval = readonly [lower: number, upper: number];

/** The 97.5 % point of the standard normal distribution: two-sided 95 %. */
const z = 1.959963984540054;

/** The 95 % Wilson interval of `successes` among `count`; null when `count` is 0. */
export function wilsonInterval(successes: number, count: number): Interval | null {
  if (count === 0) return null;
  const share = successes / count;
  const z2 = z * z;
  const centre = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (z * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count))) / (1 + z2 / count);
  return [
    successes === 0 ? 0 : Math.max(0, centre - half),
    successes === count ? 1 : Math.min(1, centre + half),
  ];
}

/**
 * The 95 % interval of the difference of two independent shares, each [successes, count]; null when a count is 0.
 * R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17
 * (1998), method 10: made of the two Wilson intervals.
 */
export function differenceInterval(
  [successes, count]: readonly [number, number],
  [otherSuccesses, otherCount]: readonly [number, number],
): Interval | null {
  const own = wilsonInterval(successes, count);
  const other = wilsonInterval(otherSuccesses, otherCount);
  if (own === null || other === null) return null;
  const [share, otherShare] = [successes / count, otherSuccesses / otherCount];
  const difference = share - otherShare;
  return [
    difference - Math.hypot(share - own[0], other[1] - otherShare),
    difference + Math.hypot(own[1] - share, otherShare - other[0]),
  ];
}
