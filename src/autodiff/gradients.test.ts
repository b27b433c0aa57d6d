import { describe, expect, it } from 'vitest';
import * as onnx from '../onnx/index.js';
import {
  Add,
  type DifferentiableOperator,
  differentiableOperators,
  float32,
  Graph,
  int64,
  Mul,
  ReduceSum,
} from '../onnx/index.js';
import { Session } from '../runtime/index.js';
import { checkGradient, type GradientCase } from './gradient-check.test-support.js';
import { gradients } from './index.js';

const x = { x: { shape: [2, 3] } };
const awayFromZero = { x: { shape: [2, 3], data: [-0.9, 0.6, -0.4, 0.5, 0.8, -0.7] } };
const positive = { x: { shape: [2, 3], from: 0.5, to: 2 } };
const pair = { a: { shape: [2, 3] }, b: { shape: [3] } };

/** At least one case for each operator; the loop below fails for an operator without one. */
const cases: Record<Exclude<DifferentiableOperator, 'Scan'>, GradientCase[]> = {
  Add: [{ parameters: pair, build: ({ a, b }) => onnx.Add(a!, b!) }],
  Sub: [{ parameters: pair, build: ({ a, b }) => onnx.Sub(b!, a!) }],
  Mul: [
    { parameters: { a: { shape: [2, 1, 3] }, b: { shape: [4, 1] } }, build: ({ a, b }) => onnx.Mul(a!, b!) },
  ],
  Div: [
    {
      parameters: { a: { shape: [3] }, b: { shape: [2, 3], from: 0.7, to: 2 } },
      build: ({ a, b }) => onnx.Div(a!, b!),
    },
  ],
  Neg: [{ parameters: x, build: ({ x }) => onnx.Neg(x!) }],
  Exp: [{ parameters: x, build: ({ x }) => onnx.Exp(x!) }],
  Log: [{ parameters: positive, build: ({ x }) => onnx.Log(x!) }],
  Sqrt: [{ parameters: positive, build: ({ x }) => onnx.Sqrt(x!) }],
  Sigmoid: [{ parameters: x, build: ({ x }) => onnx.Sigmoid(x!) }],
  Tanh: [{ parameters: x, build: ({ x }) => onnx.Tanh(x!) }],
  Relu: [{ parameters: awayFromZero, build: ({ x }) => onnx.Relu(x!) }],
  Softplus: [{ parameters: x, build: ({ x }) => onnx.Softplus(x!) }],
  Softmax: [{ parameters: x, build: ({ x }) => onnx.Softmax(x!) }],
  LogSoftmax: [{ parameters: x, build: ({ x }) => onnx.LogSoftmax(x!) }],
  MatMul: [
    { parameters: { a: { shape: [2, 3] }, b: { shape: [3, 4] } }, build: ({ a, b }) => onnx.MatMul(a!, b!) },
    {
      parameters: { a: { shape: [5, 2, 3] }, b: { shape: [3, 4] } },
      build: ({ a, b }) => onnx.MatMul(a!, b!),
    },
    {
      parameters: { a: { shape: [2, 3] }, b: { shape: [5, 3, 4] } },
      build: ({ a, b }) => onnx.MatMul(a!, b!),
    },
    {
      parameters: { a: { shape: [5, 2, 3] }, b: { shape: [5, 3, 4] } },
      build: ({ a, b }) => onnx.MatMul(a!, b!),
    },
  ],
  Gemm: [false, true].flatMap((transposeA) =>
    [false, true].map((transposeB) => ({
      parameters: {
        a: { shape: transposeA ? [3, 2] : [2, 3] },
        b: { shape: transposeB ? [4, 3] : [3, 4] },
        c: { shape: [4] },
      },
      build: ({ a, b, c }: Record<string, onnx.Value>) => onnx.Gemm(a!, b!, c!, { transposeA, transposeB }),
    })),
  ),
  ReduceSum: [
    { parameters: x, build: ({ x }) => onnx.ReduceSum(x!, [0]) },
    { parameters: x, build: ({ x }) => onnx.ReduceSum(x!, [-1], true) },
    { parameters: x, symbolic: { x: ['T', 3] }, build: ({ x }) => onnx.ReduceSum(x!, [0, 1]) },
  ],
  ReduceMean: [
    { parameters: x, build: ({ x }) => onnx.ReduceMean(x!, [0]) },
    { parameters: x, symbolic: { x: ['T', 3] }, build: ({ x }) => onnx.ReduceMean(x!, [0, 1]) },
  ],
  ReduceMax: [
    { parameters: awayFromZero, build: ({ x }) => onnx.ReduceMax(x!, [0]) },
    { parameters: awayFromZero, build: ({ x }) => onnx.ReduceMax(x!, [1], true) },
  ],
  Reshape: [
    { parameters: x, build: ({ x }) => onnx.Reshape(x!, [3, 2]) },
    { parameters: x, symbolic: { x: ['T', 3] }, build: ({ x }) => Mul(onnx.Reshape(x!, ['N']), 2) },
  ],
  Transpose: [{ parameters: { x: { shape: [2, 3, 4] } }, build: ({ x }) => onnx.Transpose(x!, [2, 0, 1]) }],
  Squeeze: [{ parameters: { x: { shape: [2, 1, 3] } }, build: ({ x }) => onnx.Squeeze(x!, [1]) }],
  Unsqueeze: [{ parameters: x, build: ({ x }) => onnx.Unsqueeze(x!, [0, 2]) }],
  Expand: [
    {
      parameters: { x: { shape: [2, 1] } },
      build: ({ x }) => onnx.Expand(x!, [4, 2, 3], x!.graph.integers([4, 2, 3])),
    },
  ],
  Concat: [
    {
      parameters: { a: { shape: [2, 3] }, b: { shape: [2, 2] } },
      build: ({ a, b }) => onnx.Concat([a!, b!, a!], 1),
    },
  ],
  Split: [
    { parameters: x, build: ({ x }) => onnx.Split(x!, [1, 2], 1) },
    { parameters: x, build: ({ x }) => onnx.Split(x!, [1, 2], 1)[1]! },
  ],
  Slice: [
    { parameters: { x: { shape: [5, 2] } }, build: ({ x }) => onnx.Slice(x!, 1, 4, 0, 3) },
    { parameters: { x: { shape: [2, 5] } }, build: ({ x }) => onnx.Slice(x!, -2, 5, 1, 2) },
  ],
  Gather: [
    {
      parameters: { x: { shape: [4, 2] } },
      others: { rows: int64([3, 0, 3, 3], [2, 2]) },
      build: ({ x, rows }) => onnx.Gather(x!, rows!),
    },
    {
      parameters: { x: { shape: [4, 2, 3] } },
      symbolic: { x: ['T', 2, 'B'] },
      build: ({ x }) => onnx.Gather(x!, x!.graph.constant(int64([2], []))),
    },
  ],
  GatherElements: [
    {
      parameters: x,
      others: { places: int64([2, 2, 0, 1], [2, 2]) },
      build: ({ x, places }) => onnx.GatherElements(x!, places!, 1),
    },
  ],
  Where: [
    {
      parameters: pair,
      others: { c: { type: 'bool', data: Uint8Array.of(1, 0, 1), shape: [3] } },
      build: ({ a, b, c }) => onnx.Where(c!, a!, b!),
    },
  ],
  Identity: [{ parameters: x, build: ({ x }) => onnx.Identity(x!) }],
};

describe('the table of gradient rules', () => {
  for (const operator of differentiableOperators) {
    if (operator === 'Scan') continue; // lstm.test.ts
    it.each(cases[operator].map((gradientCase, i) => [i, gradientCase] as const))(
      `differentiates ${operator} (case %i)`,
      async (_, gradientCase) => {
        await checkGradient(gradientCase);
      },
    );
  }
});

describe('the gradient of a maximum', () => {
  it('is shared by equal largest elements', async () => {
    const graph = new Graph();
    const a = graph.input('a', 'float32', ['T', 2]);
    const [gradient] = gradients(ReduceSum(onnx.ReduceMax(a, [0]), [0]), [a]);
    graph.output(gradient!, 'gradient');
    const session = await Session.create(onnx.modelBytes(graph), { threads: 1 });
    const result = await session.run({ a: float32([3, 1, 3, 5, 0, 2], [3, 2]) });
    await session.release();
    expect([...result.gradient!.data]).toEqual([0.5, 0, 0.5, 1, 0, 0]);
  });
});

describe('the walk', () => {
  it('adds up the gradients of a value that is used twice', async () => {
    await checkGradient({ parameters: x, build: ({ x }) => Mul(Add(x!, 1), Mul(x!, x!)) });
  });

  it('takes what StopGradient gives for a constant', async () => {
    const graph = new Graph();
    const a = graph.input('a', 'float32', []);
    const [gradient] = gradients(Mul(a, onnx.StopGradient(a)), [a]);
    expect(gradient?.producer?.operator).toBe('Mul');
    expect(gradient?.producer?.inputs[1]?.producer?.kind).toBe('stop-gradient');
  });

  it('refuses a loss that does not depend on a parameter', () => {
    const graph = new Graph();
    const [a, b] = ['a', 'b'].map((name) => graph.input(name, 'float32', [2]));
    expect(() => gradients(ReduceSum(a!, [0]), [b!])).toThrow('does not depend on b');
  });

  it('refuses an operator that has no gradient', () => {
    const graph = new Graph();
    const a = graph.input('a', 'float32', [2]);
    expect(() => gradients(ReduceSum(onnx.Abs(a), [0]), [a])).toThrow('no gradient flows through Abs');
  });

  it('refuses a loss that is not a scalar', () => {
    const graph = new Graph();
    const a = graph.input('a', 'float32', [2]);
    expect(() => gradients(a, [a])).toThrow('must be a float32 scalar');
    expect(() => gradients(graph.constant(float32([1], [1])), [a])).toThrow('must be a float32 scalar');
  });
});
