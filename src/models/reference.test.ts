/** Second opinion on every gradient of the model: values that PyTorch computed (test/reference/lstm_gradients.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { gradients } from '../autodiff/index.js';
import { Concat, float32, Graph, Mul, ReduceSum, type Tensor, Transpose, type Value } from '../onnx/index.js';
import { type ClassifierArchitecture, denseParameters, parameterInputs, trainingForward } from './index.js';
import { type Direction, lstmParameterName, lstmParameters, lstmRecurrences } from './lstm.js';
import { largestDifference, numbers, run } from './run.test-support.js';

interface Reference {
  readonly shape: number[];
  readonly values: number[];
}

/** W [D, 4H, I], R [D, 4H, H], B [D, 8H] */
interface Layer {
  readonly W: Reference;
  readonly R: Reference;
  readonly B: Reference;
}

interface LstmCase {
  readonly name: string;
  readonly sizes: { T: number; B: number; E: number; H: number; directions: number; layers: number };
  readonly lengths: number[];
  readonly x: Reference;
  readonly c: Reference;
  readonly layers: Layer[];
  readonly y: Reference;
  readonly loss: number;
  readonly gradients: { x: Reference; layers: Layer[] };
}

interface ClassifierCase {
  readonly sizes: { V: number; T: number; B: number; E: number; H: number };
  readonly ids: number[][];
  readonly lengths: number[];
  readonly labels: number[];
  readonly parameters: Layer & { embedding: Reference; weight: Reference; bias: Reference };
  readonly logits: Reference;
  readonly loss: number;
  readonly gradients: ClassifierCase['parameters'];
}

const reference = JSON.parse(
  readFileSync(new URL('../../test/reference/lstm-gradients.json', import.meta.url), 'utf8'),
) as { lstm: LstmCase[]; classifier: ClassifierCase };

const tolerance = 1e-5;
const directionsOf = (count: number): Direction[] => (['forward', 'backward'] as const).slice(0, count);

/** Part `index` of `count` equal parts. */
function part(values: readonly number[], index: number, count: number): number[] {
  const size = values.length / count;
  return values.slice(index * size, (index + 1) * size);
}

function sums(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value + b[i]!);
}

/** A layer of the reference as our parameters: one bias, the sum of the two. */
function layerParameters(
  layer: Layer,
  index: number,
  directions: readonly Direction[],
): Map<string, number[]> {
  const D = directions.length;
  return new Map(
    directions.flatMap((direction, d): [string, number[]][] => {
      const biases = part(layer.B.values, d, D);
      return [
        [lstmParameterName(index, direction, 'w'), part(layer.W.values, d, D)],
        [lstmParameterName(index, direction, 'r'), part(layer.R.values, d, D)],
        [lstmParameterName(index, direction, 'b'), sums(part(biases, 0, 2), part(biases, 1, 2))],
      ];
    }),
  );
}

/** The gradients of a layer under our names; each of the two biases has the gradient of their sum. */
function layerGradients(
  layer: Layer,
  index: number,
  directions: readonly Direction[],
): Map<string, number[]> {
  const found = layerParameters(layer, index, directions);
  directions.forEach((direction, d) => {
    const biases = part(layer.B.values, d, directions.length);
    found.set(lstmParameterName(index, direction, 'b'), part(biases, 0, 2));
  });
  return found;
}

/** [T, 1, B] */
function maskOf(lengths: readonly number[], T: number): Tensor {
  const mask = Array.from({ length: T }, (_, t) => lengths.map((length) => (t < length ? 1 : 0)));
  return float32(mask.flat(), [T, 1, lengths.length]);
}

function expectClose(found: Tensor | undefined, expected: readonly number[]): void {
  expect(largestDifference(numbers(found), expected)).toBeLessThan(tolerance);
}

describe('the LSTM layer against PyTorch', () => {
  it.each(reference.lstm)('$name: states and all gradients', async (reference) => {
    const { sizes, lengths, x, c, y, loss } = reference;
    const { T, E, H } = sizes;
    const directions = directionsOf(sizes.directions);
    const graph = new Graph();
    const definitions = lstmParameters({
      vocabularySize: 1,
      embeddingSize: E,
      hiddenSize: H,
      layers: sizes.layers,
      bidirectional: sizes.directions === 2,
      pooling: ['last'],
      classes: 2,
    });
    const parameter = parameterInputs(graph, definitions);
    const input = graph.input('x', 'float32', ['T', 'B', E]);
    const mask = graph.input('mask', 'float32', ['T', 1, 'B']);
    let states: Value = input;
    for (let layer = 0; layer < sizes.layers; layer++) {
      const found = lstmRecurrences(states, mask, layer, directions, parameter).map(({ h }) => h); // D times [T, H, B]
      states = Transpose(Concat(found, 1), [0, 2, 1]); // [T, B, D H]
    }
    const weights = graph.input('c', 'float32', ['T', 'B', H * directions.length]);
    const total = ReduceSum(Mul(states, weights), [0, 1, 2]);
    const wanted = [input, ...definitions.map(({ name }) => parameter(name))];
    const found = gradients(total, wanted);
    graph.output(states, 'y');
    graph.output(total, 'loss');
    wanted.forEach(({ name }, i) => {
      graph.output(found[i]!, `gradient ${name}`);
    });

    const feeds: Record<string, Tensor> = { x: float32(x.values, x.shape), c: float32(c.values, c.shape) };
    feeds.mask = maskOf(lengths, T);
    const shapes = new Map(definitions.map(({ name, shape }) => [name, shape]));
    reference.layers.forEach((layer, index) => {
      for (const [name, values] of layerParameters(layer, index, directions))
        feeds[name] = float32(values, shapes.get(name));
    });
    const results = await run(graph, feeds);
    expectClose(results.y, y.values);
    expectClose(results.loss, [loss]);
    expectClose(results['gradient x'], reference.gradients.x.values);
    reference.gradients.layers.forEach((layer, index) => {
      for (const [name, values] of layerGradients(layer, index, directions))
        expectClose(results[`gradient ${name}`], values);
    });
  });
});

describe('the classifier against PyTorch', () => {
  const { sizes, ids, lengths, labels, parameters, logits, loss, gradients: expected } = reference.classifier;
  const { V, T, B, E, H } = sizes;
  const directions = directionsOf(2);
  const architecture: ClassifierArchitecture = {
    vocabularySize: V,
    embeddingSize: E,
    hiddenSize: H,
    layers: 1,
    bidirectional: true,
    pooling: ['mean', 'max', 'last'],
    classes: 2,
  };

  /** Features stand there pooling by pooling, both directions in each; here direction by direction. */
  function inOurOrder(features: readonly number[]): number[] {
    return Array.from({ length: 6 * H }, (_, i) => {
      const [direction, pooling, unit] = [Math.floor(i / (3 * H)), Math.floor(i / H) % 3, i % H];
      return features[pooling * 2 * H + direction * H + unit]!;
    });
  }

  it('gives its logits, loss and gradients, those of the embedding from the distinct rows', async () => {
    const graph = new Graph();
    const definitions = denseParameters(architecture);
    const parameter = parameterInputs(graph, definitions);
    const rates = { embedding: 0, between: 0, output: 0 };
    const forward = trainingForward(graph, architecture, rates, parameter);
    const wanted = [forward.inputs.rows, ...definitions.map(({ name }) => parameter(name))];
    const found = gradients(forward.loss, wanted);
    graph.output(forward.loss, 'loss');
    graph.output(forward.logits, 'logits');
    wanted.forEach(({ name }, i) => {
      graph.output(found[i]!, `gradient ${name}`);
    });

    const distinct = [...new Set(ids.flat().filter((id) => id !== 0))]; // padding has no row
    const tokenRows = Array.from({ length: T }, (_, t) =>
      ids.map((row) => Math.max(0, distinct.indexOf(row[t]!))),
    );
    const rowOf = (table: Reference, id: number) => table.values.slice(id * E, (id + 1) * E);
    const layer = layerParameters(parameters, 0, directions);
    const values = new Map([
      ...layer,
      ['linear.weight', inOurOrder(parameters.weight.values)],
      ['linear.bias', parameters.bias.values],
    ]);
    const results = await run(graph, {
      ...Object.fromEntries(definitions.map(({ name, shape }) => [name, float32(values.get(name)!, shape)])),
      rows: float32(
        distinct.flatMap((id) => rowOf(parameters.embedding, id)),
        [distinct.length, E],
      ),
      token_rows: { type: 'int32', data: Int32Array.from(tokenRows.flat()), shape: [T, B] },
      mask: maskOf(lengths, T),
      last: float32(
        Array.from({ length: T }, (_, t) => lengths.map((length) => (t === length - 1 ? 1 : 0))).flat(),
        [T, 1, B],
      ),
      target: float32(labels, [1, B]),
      weight: float32(new Float32Array(B).fill(1 / B), [1, B]),
    });
    expectClose(results.logits, logits.values);
    expectClose(results.loss, [loss]);
    for (const [name, gradient] of layerGradients(expected, 0, directions))
      expectClose(results[`gradient ${name}`], gradient);
    expectClose(results['gradient linear.weight'], inOurOrder(expected.weight.values));
    expectClose(results['gradient linear.bias'], expected.bias.values);

    const dense = new Array<number>(V * E).fill(0);
    numbers(results['gradient rows']).forEach((value, i) => {
      dense[distinct[Math.floor(i / E)]! * E + (i % E)] = value;
    });
    expect(largestDifference(dense, expected.embedding.values)).toBeLessThan(tolerance);
    expect(rowOf(expected.embedding, 0)).toEqual([0, 0, 0, 0]);
  });
});
