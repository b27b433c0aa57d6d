import { describe, expect, it } from 'vitest';
import { allocateShared, kernelsOn } from './kernels.js';
import { type OptimiserArrays, type OptimiserSettings, update, updateRule } from './optimiser.js';
import type { Replica, StepUpdate } from './replica.js';
import { synchronousStep } from './synchronous-step.js';
import { repositoryFile } from './training.test-support.js';

interface OptimiserCase {
  readonly name: string;
  readonly optimiser: 'sgd' | 'adam' | 'adamw';
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum?: number;
  readonly betas?: [number, number];
  readonly maximumNorm: number | null;
  readonly start: number[][];
  readonly gradients: number[][][];
  readonly gradientNorms: number[];
  readonly steps: number[][][];
}

interface SparseAdam {
  readonly learningRate: number;
  readonly betas: [number, number];
  readonly start: number[][];
  readonly updates: { rows: number[]; values: number[][] }[];
  readonly steps: number[][][];
}

/** Values that PyTorch computed (test/reference/lstm_gradients.py). */
const reference = JSON.parse(repositoryFile('test/reference/lstm-gradients.json')) as {
  optimisers: OptimiserCase[];
  sparseAdam: SparseAdam;
};

function expectClose(found: Float32Array, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!)).toBeLessThan(2e-6);
  });
}

/** Arrays of an optimiser's for `count` parameters, and the loops over them. */
function arraysFor(count: number) {
  const { memory, arrays } = allocateShared([count, count, count, count]);
  const [parameters, gradients, first, second] = arrays;
  return { kernels: kernelsOn(memory), arrays: { parameters, gradients, first, second } as OptimiserArrays };
}

/** A replica whose gradients are given: all that {@link synchronousStep} asks of one. */
function replicaOf(settings: OptimiserSettings, start: readonly number[]) {
  const { kernels, arrays } = arraysFor(start.length);
  const { parameters } = arrays;
  parameters.set(start);
  const replica: Replica = {
    gradient: async (batch) => {
      arrays.gradients.set(batch);
      return 1;
    },
    reduce: async () => arrays.gradients.reduce((sum, value) => sum + value * value, 0),
    update: async ({ step, rate, gradientScale }: StepUpdate) =>
      update(kernels, updateRule(settings, step, rate, gradientScale), arrays, 0, 0, start.length),
    evaluate: async () => parameters,
    release: async () => {},
  };
  return { replica, parameters };
}

describe('an optimiser against PyTorch', () => {
  // PyTorch divides by the norm + 1e-6 when it clips, and we by the norm: a millionth of a step.
  it.each(reference.optimisers)('$name: every step', async (reference) => {
    const { optimiser: name, momentum, betas, weightDecay, learningRate, maximumNorm } = reference;
    const settings = { name, momentum: momentum ?? betas![0], weightDecay };
    const { replica, parameters } = replicaOf(settings, reference.start.flat());
    for (const [i, gradients] of reference.gradients.entries()) {
      const { norm } = await synchronousStep(
        [replica],
        gradients.flat(),
        i + 1,
        learningRate,
        maximumNorm ?? 0,
      );
      expect(norm).toBeCloseTo(reference.gradientNorms[i]!, 5);
      expectClose(parameters, reference.steps[i]!.flat());
    }
  });

  it('Adam on the rows of a table that have a gradient', () => {
    const { learningRate, betas, start, updates, steps } = reference.sparseAdam;
    const { kernels, arrays } = arraysFor(start.flat().length);
    arrays.parameters.set(start.flat());
    updates.forEach(({ rows, values }, i) => {
      arrays.gradients.set(values.flat());
      const settings = { name: 'adam', momentum: betas[0], weightDecay: 0 } as const;
      rows.forEach((row, u) => {
        update(kernels, updateRule(settings, i + 1, learningRate, 1), arrays, 2 * row, 2 * u, 2);
      });
      expectClose(arrays.parameters, steps[i]!.flat());
    });
  });
});

describe('an update', () => {
  it('leaves everything outside its part', () => {
    for (const name of ['sgd', 'adam', 'adamw'] as const) {
      const { kernels, arrays } = arraysFor(5);
      arrays.parameters.fill(1);
      arrays.gradients.fill(1);
      const rule = updateRule({ name, momentum: 0.9, weightDecay: 0.1 }, 1, 0.1, 1);
      update(kernels, rule, arrays, 1, 0, 3);
      expect([arrays.parameters[0], arrays.parameters[4], arrays.first[0], arrays.first[4]]).toEqual([
        1, 1, 0, 0,
      ]);
      expect(new Set(arrays.parameters.slice(1, 4)).size).toBe(1);
      expect(arrays.parameters[1]).toBeLessThan(1);
    }
  });
});

describe('a step of all replicas', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'updates nothing when the gradient holds %s',
    async (value) => {
      const { replica, parameters } = replicaOf({ name: 'sgd', momentum: 0, weightDecay: 0 }, [1, 2]);
      const { norm } = await synchronousStep([replica], [0.5, value], 1, 0.1, 1);
      expect(Number.isFinite(norm)).toBe(false);
      expect([...parameters]).toEqual([1, 2]);
    },
  );

  it('takes the norm over all replicas', async () => {
    const settings = { name: 'sgd', momentum: 0, weightDecay: 0 } as const;
    const two = [replicaOf(settings, [0]), replicaOf(settings, [0])];
    const { loss, norm } = await synchronousStep(
      two.map(({ replica }, i) => ({ ...replica, gradient: () => replica.gradient([3 + i], 1) })),
      [],
      1,
      1,
      1,
    );
    expect([loss, norm]).toEqual([2, 5]);
    expect(two.map(({ parameters }) => parameters[0])).toEqual([Math.fround(-0.6), Math.fround(-0.8)]);
  });
});
