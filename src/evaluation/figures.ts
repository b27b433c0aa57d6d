/** How figures are written, the same in the terminal and in the report; the same in every locale. */

/** A share as a percentage: 0.9132 -> '91.32 %'; an en dash for null and what is not finite. */
export function percent(share: number | null, digits = 2): string {
  return share === null || !Number.isFinite(share) ? '–' : `${(100 * share).toFixed(digits)} %`;
}

/** A probability as a percentage that is rounded to certainty only where it is certain: 0.99999 -> '> 99.99 %'. */
export function confidencePercent(probability: number): string {
  return probability < 1 && probability >= 0.99995 ? '> 99.99 %' : percent(probability);
}

/** A decimal fraction: 0.97123 -> '0.9712'; an en dash for null. */
export function decimal(value: number | null, digits = 4): string {
  return value === null || !Number.isFinite(value) ? '–' : value.toFixed(digits);
}

/** A count with its thousands apart: 25000 -> '25,000'. */
export function integer(count: number): string {
  return Number.isFinite(count) ? count.toLocaleString('en-US', { maximumFractionDigits: 0 }) : '–';
}

/** A bucket of lengths: '50–99', or '1,000+' without an upper end. */
export function lengthRange(from: number, to: number | null): string {
  return to === null ? `${integer(from)}+` : `${integer(from)}–${integer(to)}`;
}

/** A difference of two shares in points: 0.0123 -> '+1.2'; an en dash for null. */
export function points(difference: number | null, digits = 1): string {
  if (difference === null) return '–';
  const text = Math.abs(100 * difference).toFixed(digits);
  return Number(text) === 0 ? text : `${difference < 0 ? '−' : '+'}${text}`;
}

/** A number of words that chance would bring: 0.04 -> '0.04', 0.0001 -> '< 0.01', 12.3 -> '12'. */
export function expectedCount(count: number): string {
  if (count < 0.01) return '< 0.01';
  return count < 10 ? String(Number(count.toPrecision(count < 1 ? 1 : 2))) : integer(count);
}
