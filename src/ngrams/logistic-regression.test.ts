import { expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { fitLogisticRegression } from './logistic-regression.js';

/** 200 texts of 12 features, the first three of which speak for the class; their labels, or how likely those were. */
function problem(cost: number, isSoft = false) {
  const random = new Random(3);
  const rows = Array.from({ length: 200 }, () =>
    Int32Array.from({ length: 12 }, (_, j) => j).filter(() => random.uniform() < 0.4),
  );
  const targets = rows.map((row) => {
    const votes = row.filter((j) => j < 3).length - 1;
    const share = 1 / (1 + Math.exp(-2 * votes));
    return isSoft ? share : Number(random.uniform() < share);
  });
  const scale = Float32Array.from({ length: 12 }, (_, j) => 0.5 + j / 12);
  return { rows, targets, scale, cost };
}

it.each([false, true])(
  'reaches weights at which the gradient of the regularised log loss is zero (targets between 0 and 1: %s)',
  async (isSoft) => {
    const { rows, targets, scale, cost } = problem(0.7, isSoft);
    const { weights, bias } = await fitLogisticRegression({ rows, targets, scale, cost }, new Random(1));
    // Primal: |v|^2 / 2 + b^2 / 2 + C sum of the cross-entropy of p and sigmoid(b + sum of v_j scale_j), weights_j = v_j scale_j.
    const gradient = Float64Array.from(weights, (weight, j) => weight / scale[j]!);
    let biasGradient = bias;
    rows.forEach((row, i) => {
      const logit = row.reduce((sum, j) => sum + weights[j]!, bias);
      const pull = cost * (1 / (1 + Math.exp(-logit)) - targets[i]!);
      for (const j of row) gradient[j]! += pull * scale[j]!;
      biasGradient += pull;
    });
    const atZero = cost * rows.length * 0.5;
    expect(Math.max(...gradient.map(Math.abs), Math.abs(biasGradient))).toBeLessThan(0.002 * atZero);
  },
);

it('gives the same weights for the same seed and nearly the same for another', async () => {
  const weightsOf = async (seed: number) => [
    ...(await fitLogisticRegression(problem(1), new Random(seed))).weights,
  ];
  const first = await weightsOf(1);
  expect(await weightsOf(1)).toEqual(first);
  (await weightsOf(2)).forEach((weight, j) => {
    expect(weight).toBeCloseTo(first[j]!, 1);
  });
});
