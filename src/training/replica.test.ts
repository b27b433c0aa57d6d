import { describe, expect, it } from 'vitest';
import type { ClassifierArchitecture } from '../models/index.js';
import type { TrainingMemory } from './memory.js';
import { MovingAverage } from './moving-average.js';
import { synchronousStep } from './synchronous-step.js';
import { localReplicas, type ReplicaOptions } from './training.test-support.js';

const architecture: ClassifierArchitecture = {
  vocabularySize: 25,
  embeddingSize: 4,
  hiddenSize: 3,
  layers: 2,
  bidirectional: true,
  pooling: ['mean', 'max', 'last'],
  classes: 3,
};
const dropped: ReplicaOptions = {
  architecture,
  rates: { embedding: 0.4, between: 0.3, output: 0.5, recurrent: 0.3 },
  wordDropout: 0.2,
};
const batches = [[0, 1, 2, 3, 4], [5, 6, 7, 8], [9], [10, 11, 12, 13, 14, 15, 16], [3, 17, 20, 23]];

/** Trains some steps; answers what each gave. */
async function train(
  count: number,
  options: ReplicaOptions,
  afterStep?: (memory: TrainingMemory, step: number) => void,
) {
  const { replicas, memory } = await localReplicas(count, options);
  const steps: { loss: number; norm: number }[] = [];
  for (const [i, batch] of batches.entries()) {
    steps.push(await synchronousStep(replicas, batch, i + 1, 0.1, 1));
    afterStep?.(memory, i + 1);
  }
  const everyReview = Array.from({ length: 24 }, (_, review) => review);
  const evaluate = (which: 'values' | 'average') => replicas[0]!.evaluate(everyReview, which, batches.length);
  const result = { steps, memory, values: await evaluate('values'), average: await evaluate('average') };
  await Promise.all(replicas.map((replica) => replica.release()));
  return result;
}

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): void {
  expect(a.length).toBe(b.length);
  expect(Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)))).toBeLessThan(tolerance);
}

describe('replicas', () => {
  it('take the same steps however many they are, with all dropout; more than reviews too', async () => {
    const alone = await train(1, dropped);
    for (const count of [2, 3]) {
      const together = await train(count, dropped);
      for (const key of ['loss', 'norm'] as const) {
        expectClose(
          together.steps.map((step) => step[key]),
          alone.steps.map((step) => step[key]),
          1e-6,
        );
      }
      expectClose(together.memory.dense.values, alone.memory.dense.values, 1e-6);
      expectClose(together.memory.embedding.values, alone.memory.embedding.values, 1e-6);
    }
  });

  it('give the same bits when everything is repeated', async () => {
    const [first, second] = [await train(2, dropped), await train(2, dropped)];
    expect(second.memory).toEqual(first.memory);
    expect(second.steps).toEqual(first.steps);
  });

  it('touch only the rows of words in the batch', async () => {
    const { replicas, memory, reviews } = await localReplicas(2, { architecture });
    const before = Float32Array.from(memory.embedding.values);
    await synchronousStep(replicas, [0, 1], 1, 0.1, 0);
    const used = new Set([...reviews.ids.subarray(0, reviews.offsets[2])]);
    for (let id = 0; id < 25; id++) {
      const row = (values: Float32Array) => [...values.subarray(id * 4, id * 4 + 4)];
      if (used.has(id)) expect(row(memory.embedding.values)).not.toEqual(row(before));
      else expect(row(memory.embedding.values)).toEqual(row(before));
    }
    await Promise.all(replicas.map((replica) => replica.release()));
  });

  it('slow down what has a smaller rate', async () => {
    const change = async (scale: number): Promise<{ lstm: number; linear: number }> => {
      const rateScale = (name: string): number => (name.startsWith('linear.') ? 1 : scale);
      const { replicas, memory } = await localReplicas(1, { architecture, rateScale });
      const before = Float32Array.from(memory.dense.values);
      await synchronousStep(replicas, [0, 1, 2], 1, 0.1, 0);
      await replicas[0]!.release();
      const sumOf = (name: string): number => {
        const { start, count } = memory.places.find((place) => place.name === name)!;
        let sum = 0;
        for (let i = start; i < start + count; i++) sum += Math.abs(memory.dense.values[i]! - before[i]!);
        return sum;
      };
      return { lstm: sumOf('lstm.0.forward.w'), linear: sumOf('linear.weight') };
    };
    const [whole, half] = [await change(1), await change(0.5)];
    expect(half.lstm / whole.lstm).toBeCloseTo(0.5, 3);
    expect(half.linear).toBe(whole.linear);
  });
});

describe('the moving average', () => {
  it('rises to its decay over the first steps', () => {
    const average = new MovingAverage(0.99);
    expect([1, 8, 1000].map((t) => average.decayAt(t))).toEqual([2 / 11, 9 / 18, 0.99]);
  });

  it('keeps over several steps the product of what each keeps', () => {
    const average = new MovingAverage(0.9);
    let product = 1;
    for (let t = 4; t <= 120; t++) product *= average.decayAt(t);
    expect(average.decayOver(3, 120)).toBeCloseTo(product, 12);
    expect([average.decayOver(5, 5), average.decayOver(6, 5)]).toEqual([1, 1]);
    expect(new MovingAverage(0).decayOver(2, 3)).toBe(0);
  });

  it('of rows caught up later equals that of all rows moved at every step', async () => {
    const decay = 0.9;
    const rule = new MovingAverage(decay);
    const { memory: initial, replicas: unused } = await localReplicas(1, dropped);
    await unused[0]!.release();
    const eager = {
      dense: Float64Array.from(initial.dense.values),
      embedding: Float64Array.from(initial.embedding.values),
    };
    const { memory, average } = await train(2, { ...dropped, movingAverage: decay }, (memory, step) => {
      for (const part of ['dense', 'embedding'] as const) {
        const kept = rule.decayAt(step);
        eager[part].forEach((value, i) => {
          eager[part][i] = kept * value + (1 - kept) * memory[part].values[i]!;
        });
      }
    });
    expect(new Set(memory.averagedUntil).size).toBeGreaterThan(2); // rows stand at different steps
    expectClose(memory.dense.average, eager.dense, 1e-6);

    // What is evaluated is the average caught up: the same as a model whose values are the eager average.
    const other = await localReplicas(1, dropped);
    other.memory.dense.values.set(eager.dense);
    other.memory.embedding.values.set(eager.embedding);
    const everyReview = Array.from({ length: 24 }, (_, review) => review);
    expectClose(average, await other.replicas[0]!.evaluate(everyReview, 'values', batches.length), 1e-6);
    await other.replicas[0]!.release();
  });

  it('takes no memory of its own where none is kept, and leaves the values as they are', async () => {
    const without = await train(2, { ...dropped, movingAverage: 0 });
    const beside = await train(2, { ...dropped, movingAverage: 0.9 });
    for (const part of ['embedding', 'dense'] as const)
      expect(without.memory[part].average).toBe(without.memory[part].values);
    expect(without.memory.dense.values).toEqual(beside.memory.dense.values);
    expect(without.memory.embedding.values).toEqual(beside.memory.embedding.values);
  });
});
