/**
 * Checks gradients by differences, through the real runtime: in one random direction d, the derivative of the loss is
 * (loss(p + e d) - loss(p - e d)) / 2e, which has to equal the product of the gradients and d.
 */
import { expect } from 'vitest';
import {
  elementCount,
  float32,
  Graph,
  Mul,
  modelBytes,
  ReduceSum,
  type Tensor,
  type Value,
} from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import { gradients } from './index.js';

export interface GradientCase {
  /** Differentiable inputs by name: their shapes, and the range their values are drawn from. */
  readonly parameters: Readonly<
    Record<string, { shape: number[]; from?: number; to?: number; data?: number[] }>
  >;
  /** Inputs without gradients. */
  readonly others?: Readonly<Record<string, Tensor>>;
  /** Symbolic shapes for inputs whose sizes the graph must not know. */
  readonly symbolic?: Readonly<Record<string, (number | string)[]>>;
  /** Builds the results under test; several are summed up. */
  readonly build: (inputs: Record<string, Value>) => Value | Value[];
}

const step = 1e-2;

/** Fails unless the gradient agrees to one percent (float32 leaves no more) in three seeded directions. */
export async function checkGradient({
  parameters,
  others = {},
  symbolic = {},
  build,
}: GradientCase): Promise<void> {
  const random = new Random(7);
  const graph = new Graph();
  const inputs: Record<string, Value> = {};
  const feeds: Record<string, Tensor> = { ...others };
  for (const [name, { shape, from = -1, to = 1, data }] of Object.entries(parameters)) {
    inputs[name] = graph.input(name, 'float32', symbolic[name] ?? shape);
    const drawn = Float32Array.from(
      { length: elementCount(shape) },
      (_, i) => data?.[i] ?? from + (to - from) * random.uniform(),
    );
    feeds[name] = float32(drawn, shape);
  }
  for (const [name, { type, shape }] of Object.entries(others)) {
    inputs[name] = graph.input(name, type, symbolic[name] ?? shape);
  }

  // Every result times fixed random numbers, so that no gradient is alike or cancels.
  const built = build(inputs);
  const results = Array.isArray(built) ? built : [built];
  const losses = results.map((result, i) => {
    const weights = graph.input(`weights${i}`, 'float32', result.shape);
    return ReduceSum(
      Mul(result, weights),
      result.shape.map((_, axis) => axis),
    );
  });
  const loss = losses.reduce(
    (sum, next) => sum.graph.node('Add', [sum, next], [{ type: 'float32', shape: [] }])[0]!,
  );
  const names = Object.keys(parameters);
  const found = gradients(
    loss,
    names.map((name) => inputs[name]!),
  );
  graph.output(loss, 'loss');
  found.forEach((gradient, i) => {
    expect(gradient.shape).toEqual(inputs[names[i]!]!.shape);
    graph.output(gradient, `gradient ${names[i]}`);
  });

  const sizes = await resultSizes(results, feeds, others, parameters);
  sizes.forEach((shape, i) => {
    feeds[`weights${i}`] = float32(
      Float32Array.from({ length: elementCount(shape) }, () => random.normal()),
      shape,
    );
  });

  const session = await Session.create(modelBytes(graph), { threads: 1 });
  const run = async (shift: Map<string, Float32Array>, scale: number): Promise<Record<string, Tensor>> => {
    const shifted = { ...feeds };
    for (const [name, direction] of shift) {
      const { data, shape } = feeds[name]!;
      shifted[name] = float32(
        (data as Float32Array).map((value, i) => value + scale * direction[i]!),
        shape,
      );
    }
    return session.run(shifted);
  };
  for (let trial = 0; trial < 3; trial++) {
    const directions = new Map(
      names.map((name) => [
        name,
        Float32Array.from(feeds[name]!.data as Float32Array, () => random.normal()),
      ]),
    );
    const at = await run(directions, 0);
    const above = (await run(directions, step)).loss!.data[0] as number;
    const below = (await run(directions, -step)).loss!.data[0] as number;
    const numeric = (above - below) / (2 * step);
    let analytic = 0;
    let scale = 0;
    for (const [name, direction] of directions) {
      const gradient = at[`gradient ${name}`]!.data as Float32Array;
      expect(gradient.length).toBe(direction.length);
      gradient.forEach((value, i) => {
        analytic += value * direction[i]!;
        scale += Math.abs(value * direction[i]!);
      });
    }
    expect(Math.abs(analytic - numeric)).toBeLessThan(
      0.01 * Math.max(0.1, Math.min(scale, 2 * Math.abs(numeric) + 0.1 * scale)),
    );
  }
  await session.release();
}

/** The sizes of the results, by running the graph for them alone. */
async function resultSizes(
  results: readonly Value[],
  feeds: Record<string, Tensor>,
  others: Readonly<Record<string, Tensor>>,
  parameters: GradientCase['parameters'],
): Promise<(readonly number[])[]> {
  if (results.every(({ shape }) => shape.every((size) => typeof size === 'number'))) {
    return results.map(({ shape }) => shape as readonly number[]);
  }
  const graph = results[0]!.graph;
  const kept = graph.outputs.splice(0);
  const unused = graph.inputs.splice(0);
  graph.inputs.push(...unused.filter(({ name }) => name in parameters || name in others));
  results.forEach((result) => {
    graph.outputs.push(result);
  });
  const session = await Session.create(modelBytes(graph), { threads: 1 });
  const output = await session.run(feeds);
  await session.release();
  graph.inputs.splice(0, graph.inputs.length, ...unused);
  graph.outputs.splice(0, graph.outputs.length, ...kept);
  return results.map(({ name }) => output[name]!.shape);
}
