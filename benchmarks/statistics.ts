/** Summaries of repeated measurements. */

export interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

/** The value below which the share `q` of the values lies, between two values by interpolation. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (place - below);
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function spread(values: readonly number[]): Spread {
  return { minimum: Math.min(...values), median: median(values), maximum: Math.max(...values) };
}

/** Quotients of what was measured in the same round, so that a machine that slows down slows down both. */
export function ratios(numerators: readonly number[], denominators: readonly number[]): number[] {
  return numerators.map((value, round) => value / (denominators[round] ?? Number.NaN));
}
