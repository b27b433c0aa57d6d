/** Gauss-Legendre quadrature (https://dlmf.nist.gov/3.5#v): points and weights on [0, 1], exact for polynomials up to 2n - 1. */

export interface Quadrature {
  readonly points: readonly number[];
  /** Their sum is 1. */
  readonly weights: readonly number[];
}

/** @param n how many points, 1 or more */
export function gaussLegendre(n: number): Quadrature {
  const roots = Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5)); // close enough for Newton's method
    for (let step = 0; step < 50; step++) {
      const { value, slope } = legendre(n, x);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    return { x, slope: legendre(n, x).slope };
  });
  return {
    points: roots.map(({ x }) => (1 - x) / 2),
    weights: roots.map(({ x, slope }) => 1 / ((1 - x * x) * slope * slope)),
  };
}

/** The Legendre polynomial of degree n at x, by Bonnet's recursion, and its derivative. */
function legendre(n: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (n * (x * value - before)) / (x * x - 1) };
}
