/**
 * Linear scales and round ticks. The steps are 1, 2 or 5 times a power of ten (P. S. Heckbert, "Nice numbers for
 * graph labels", Graphics Gems, 1990).
 */

/** From a value to a coordinate; `domain` and `range` are what it was made from. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

/** A linear scale; values outside the domain go on outside the range. Coordinates have two decimals. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const factor = (range[1] - range[0]) / (domain[1] - domain[0]);
  const scale = (value: number): number => Math.round((range[0] + (value - domain[0]) * factor) * 100) / 100;
  return Object.assign(scale, { domain, range });
}

/** Round values from `from` to `to`, about `wanted` of them; never closer than `smallestStep`. */
export function ticks(from: number, to: number, wanted: number, smallestStep = 0): number[] {
  const step = roundStep(from, to, wanted, smallestStep);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * Round values around both ends, about `wanted` of them, never fewer than two: an axis from the first to the last shows
 * everything between. `within` cuts off what cannot be, such as shares over 1.
 */
export function roundTicks(
  lowest: number,
  highest: number,
  wanted: number,
  within: readonly [number, number] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
): number[] {
  const spread = highest > lowest ? 0 : Math.max(Math.abs(highest) * 0.1, 0.01);
  const [from, to] = [Math.max(within[0], lowest - spread), Math.min(within[1], highest + spread)];
  const step = roundStep(from, to, wanted, 0);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) =>
    Number(((first + i) * step).toPrecision(12)),
  ).filter((tick) => tick >= within[0] && tick <= within[1]);
}

/** The first and the last tick. */
export function domainOf(ticks: readonly number[]): [number, number] {
  return [ticks[0]!, ticks.at(-1)!];
}

function roundStep(from: number, to: number, wanted: number, smallestStep: number): number {
  const rough = (to - from) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10;
  return Math.max(step * power, smallestStep);
}
