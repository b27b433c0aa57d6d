import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { Graph } from './graph.js';
import { LstmRecurrence } from './lstm-recurrence.js';
import { Concat, Reshape, Transpose, Unsqueeze } from './rearranging.js';
import { LSTM } from './recurrence.js';
import { run } from './run.test-support.js';
import { elementCount, float32, type Tensor } from './tensor.js';

const [T, B, E, H] = [7, 4, 3, 5];
const random = new Random(11);

function drawn(...shape: number[]): Tensor {
  return float32(
    Float32Array.from({ length: elementCount(shape) }, () => random.normal()),
    shape,
  );
}

/** The recurrence and the operator in one graph, over the same values. */
async function both(directions: readonly ('forward' | 'backward')[], lengths: readonly number[] | undefined) {
  const graph = new Graph();
  const constant = (...shape: number[]) => graph.constant(drawn(...shape));
  const x = graph.input('x', 'float32', ['T', B, E]);
  const zero = graph.constant(float32(new Float32Array(H * B), [H, B]));
  const weights = directions.map(() => ({
    w: constant(4 * H, E),
    r: constant(4 * H, H),
    b: constant(4 * H, 1),
  }));
  const mask = lengths?.length === undefined ? undefined : graph.input('mask', 'float32', ['T', 1, B]);
  const stacked = (part: 'w' | 'r') =>
    Concat(
      weights.map((weight) => Unsqueeze(weight[part], [0])),
      0,
    );
  const biases = Concat(
    weights.map(({ b }) => Unsqueeze(Reshape(b, [4 * H]), [0])),
    0,
  ); // [D, 4H]
  const noBiases = graph.constant(
    float32(new Float32Array(directions.length * 4 * H), [directions.length, 4 * H]),
  );
  const operator = LSTM(
    x,
    stacked('w'),
    stacked('r'),
    Concat([biases, noBiases], 1),
    lengths && graph.constant({ type: 'int32', data: Int32Array.from(lengths), shape: [B] }),
    H,
    directions.length === 2 ? 'bidirectional' : directions[0] === 'forward' ? 'forward' : 'reverse',
  );
  graph.output(operator.y, 'operator y'); // [T, D, B, H]
  graph.output(operator.h, 'operator h'); // [D, B, H]
  graph.output(operator.c, 'operator c');
  const own = weights.map((weight, d) =>
    LstmRecurrence({ x, mask, ...weight, h0: zero, c0: zero, reverse: directions[d] === 'backward' }),
  );
  const front = (values: readonly (typeof x)[], axis: number) =>
    Concat(
      values.map((value) => Unsqueeze(value, [axis])),
      axis,
    );
  graph.output(
    front(
      own.map(({ h }) => Transpose(h, [0, 2, 1])),
      1,
    ),
    'own y',
  );
  graph.output(
    front(
      own.map(({ lastH }) => Transpose(lastH, [1, 0])),
      0,
    ),
    'own h',
  );
  graph.output(
    front(
      own.map(({ lastC }) => Transpose(lastC, [1, 0])),
      0,
    ),
    'own c',
  );
  const maskTensor = float32(
    Float32Array.from({ length: T * B }, (_, i) => (lengths && Math.floor(i / B) >= lengths[i % B]! ? 0 : 1)),
    [T, 1, B],
  );
  return run(graph, { x: drawn(T, B, E), ...(mask ? { mask: maskTensor } : {}) });
}

function expectEqual(own: Tensor | undefined, operator: Tensor | undefined): void {
  expect(own!.shape).toEqual(operator!.shape);
  const differences = Array.from(own!.data as Float32Array, (value, i) =>
    Math.abs(value - (operator!.data[i] as number)),
  );
  expect(Math.max(...differences)).toBeLessThan(1e-5);
}

describe('the LSTM recurrence of training', () => {
  it.each([
    ['from the start', ['forward']],
    ['from the end', ['backward']],
    ['both ways', ['forward', 'backward']],
  ] as const)('equals the LSTM operator %s', async (_, directions) => {
    const results = await both(directions, undefined);
    for (const part of ['y', 'h', 'c']) expectEqual(results[`own ${part}`], results[`operator ${part}`]);
  });

  it('equals the LSTM operator for reviews of different lengths, both ways', async () => {
    const results = await both(['forward', 'backward'], [7, 1, 4, 6]);
    expectEqual(results['own y'], results['operator y']);
    const [own, operator] = [results['own h']!, results['operator h']!];
    expectEqual(
      float32((own.data as Float32Array).subarray(B * H), [B, H]),
      float32((operator.data as Float32Array).subarray(B * H), [B, H]),
    );
  });

  it('gives zeros at padding', async () => {
    const lengths = [7, 1, 4, 6];
    const { 'own y': y } = await both(['forward', 'backward'], lengths);
    const padding = Array.from(y!.data as Float32Array).filter((_, i) => {
      const [t, b] = [Math.floor(i / (2 * B * H)), Math.floor(i / H) % B];
      return t >= lengths[b]!;
    });
    expect(padding.length).toBe(2 * H * (4 * T - 18));
    expect(padding.every((value) => value === 0)).toBe(true);
  });
});
