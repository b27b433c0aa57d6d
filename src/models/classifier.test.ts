import { describe, expect, it } from 'vitest';
import { float32, Gather, Graph, int64, type Tensor } from '../onnx/index.js';
import { Random } from '../random/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  type DropoutRates,
  denseParameters,
  directionNames,
  dropoutMasks,
  embeddingParameter,
  floatLstm,
  initialParameters,
  logitCount,
  parameterInputs,
  pooledSize,
  predictionForward,
  trainingForward,
  weightMasks,
} from './index.js';
import { drawn, drawnParameters, largestDifference, numbers, run } from './run.test-support.js';

const small: ClassifierArchitecture = {
  vocabularySize: 9,
  embeddingSize: 3,
  hiddenSize: 4,
  layers: 1,
  bidirectional: true,
  pooling: ['mean', 'max', 'last'],
  classes: 2,
};
const noDropout: DropoutRates = { embedding: 0, between: 0, output: 0 };

/** Reviews of 6, 1 and 3 tokens. */
const reviews = [
  [2, 4, 5, 6, 7, 8],
  [2, 0, 0, 0, 0, 0],
  [2, 8, 1, 0, 0, 0],
];
const lengths = [6, 1, 3];
const [T, B] = [6, 3];

/** What training is fed for the reviews: features first, time in front. */
function trainingFeeds(architecture: ClassifierArchitecture): Record<string, Tensor> {
  const overTime = (value: (t: number, b: number) => number): number[] =>
    Array.from({ length: T * B }, (_, i) => value(Math.floor(i / B), i % B));
  const K = logitCount(architecture);
  return {
    token_rows: { type: 'int32', data: Int32Array.from(overTime((t, b) => reviews[b]![t]!)), shape: [T, B] },
    mask: float32(
      overTime((t, b) => (t < lengths[b]! ? 1 : 0)),
      [T, 1, B],
    ),
    ...(architecture.pooling.includes('last')
      ? {
          last: float32(
            overTime((t, b) => (t === lengths[b]! - 1 ? 1 : 0)),
            [T, 1, B],
          ),
        }
      : {}),
    target: float32(
      Array.from({ length: K * B }, (_, i) => (i % K === 0 ? 1 : 0)),
      [K, B],
    ),
    weight: float32(new Float32Array(B).fill(1 / B), [1, B]),
  };
}

/** Logits of both graphs for the same parameters and reviews, [B][C] each. */
async function bothLogits(
  architecture: ClassifierArchitecture,
): Promise<{ trained: number[]; predicted: number[] }> {
  const graph = new Graph();
  const random = new Random(5);
  const definitions = denseParameters(architecture);
  const parameter = parameterInputs(graph, definitions);
  const { inputs, logits, loss } = trainingForward(graph, architecture, noDropout, parameter);
  graph.output(logits, 'training logits'); // [K, B]
  graph.output(loss, 'loss');
  const lstm = floatLstm(directionNames(architecture), parameter);
  predictionForward(graph, [{ architecture, parameter, lstm, embed: (ids) => Gather(inputs.rows, ids) }]);
  const results = await run(graph, {
    ...drawnParameters(definitions, random),
    rows: drawn(random, embeddingParameter(architecture).shape),
    ...trainingFeeds(architecture),
    input_ids: int64(reviews.flat(), [B, T]),
    attention_mask: int64(
      reviews.flatMap((_, b) => Array.from({ length: T }, (_, t) => (t < lengths[b]! ? 1 : 0))),
      [B, T],
    ),
  });
  const [K, C] = [logitCount(architecture), architecture.classes];
  const trained = numbers(results['training logits']);
  return {
    trained: Array.from({ length: B * C }, (_, i) => {
      const [b, c] = [Math.floor(i / C), i % C];
      return K === 1 ? (c === 0 ? 0 : trained[b]!) : trained[c * B + b]!;
    }),
    predicted: numbers(results.logits),
  };
}

describe('the graph of training', () => {
  const variants: [string, Partial<ClassifierArchitecture>][] = [
    ['all poolings in both directions', {}],
    ['one direction', { bidirectional: false }],
    ['the last state alone', { pooling: ['last'] }],
    ['the mean alone', { pooling: ['mean'] }],
    ['the maximum alone', { pooling: ['max'], bidirectional: false }],
    ['poolings in another order', { pooling: ['last', 'max', 'mean'] }],
    ['two layers', { layers: 2 }],
    ['three layers in one direction', { layers: 3, bidirectional: false }],
    ['three classes', { classes: 3 }],
    ['everything together', { layers: 2, classes: 4, pooling: ['max', 'last'] }],
  ];
  it.each(variants)('gives the logits of the graph of prediction: %s', async (_, changes) => {
    const { trained, predicted } = await bothLogits({ ...small, ...changes });
    expect(predicted.length).toBe(B * (changes.classes ?? 2));
    expect(largestDifference(trained, predicted)).toBeLessThan(1e-5);
  });

  it('has a dropout mask for each rate above zero, and multiplies by it', async () => {
    const rates = { embedding: 0.5, between: 0.25, output: 0.1, recurrent: 0.3 };
    const architecture = { ...small, layers: 2 };
    const masks = dropoutMasks(architecture, rates);
    const ofWeights = weightMasks(architecture, rates);
    expect(ofWeights.map(({ parameter }) => parameter)).toContain('lstm.1.backward.r');
    expect(weightMasks(architecture, noDropout)).toEqual([]);
    expect(masks.map(({ name, features }) => [name, features])).toEqual([
      ['dropout.embedding', 3],
      ['dropout.between.1', 8],
      ['dropout.output', 24],
    ]);
    expect(dropoutMasks(architecture, { ...noDropout, between: 0.25 }).map(({ rate }) => rate)).toEqual([
      0.25,
    ]);

    const graph = new Graph();
    const definitions = denseParameters(architecture);
    const forward = trainingForward(graph, architecture, rates, parameterInputs(graph, definitions));
    graph.output(forward.logits, 'logits');
    graph.output(forward.loss, 'loss');
    const shapeOf = ({ features, layout }: (typeof masks)[number]) =>
      layout === 'batch-first' ? [1, B, features] : [features, B];
    const logitsWith = async (dropped: string | undefined): Promise<number[]> => {
      const random = new Random(3);
      const all = [
        ...masks.map((mask) => ({ name: mask.name, shape: shapeOf(mask) })),
        ...ofWeights.map(({ name, shape }) => ({ name, shape })),
      ];
      const feeds = all.map(({ name, shape }): [string, Tensor] => {
        const count = shape.reduce((product, size) => product * size, 1);
        return [name, float32(new Float32Array(count).fill(name === dropped ? 0 : 1), shape)];
      });
      const results = await run(graph, {
        ...drawnParameters(definitions, random),
        rows: drawn(random, [small.vocabularySize, 3]),
        ...trainingFeeds(architecture),
        ...Object.fromEntries(feeds),
      });
      return numbers(results.logits);
    };
    const whole = await logitsWith(undefined);
    for (const { name } of [...masks, ...ofWeights])
      expect(largestDifference(await logitsWith(name), whole)).toBeGreaterThan(0.01);
    const [first, ...others] = await logitsWith('dropout.output'); // nothing but the bias is left
    expect(others).toEqual([first, first]);
  });
});

describe('initial parameters', () => {
  const architecture = { ...small, embeddingSize: 40, hiddenSize: 30, layers: 2, vocabularySize: 100 };
  const definitions = classifierParameters(architecture);
  const values = initialParameters(definitions, new Random(1));
  const largest = (name: string): number => Math.max(...values.get(name)!.map(Math.abs));

  it('open the forget gate and leave the other biases at zero', () => {
    for (const name of ['lstm.0.forward.b', 'lstm.1.backward.b']) {
      expect([...values.get(name)!]).toEqual([
        ...Array(60).fill(0),
        ...Array(30).fill(1),
        ...Array(30).fill(0),
      ]);
    }
    expect([...values.get('linear.bias')!]).toEqual([0]);
  });

  it('fill their range and keep to it', () => {
    const limits = {
      'lstm.0.forward.w': Math.sqrt(6 / 70),
      'lstm.1.forward.w': Math.sqrt(6 / 90),
      'lstm.0.backward.r': 1 / Math.sqrt(30),
      'linear.weight': Math.sqrt(6 / (pooledSize(architecture) + 1)),
    };
    for (const [name, limit] of Object.entries(limits)) {
      expect(largest(name)).toBeLessThanOrEqual(limit * (1 + 1e-6));
      expect(largest(name)).toBeGreaterThan(0.95 * limit);
    }
    const embedding = values.get('embedding.weight')!;
    const squares = embedding.reduce((sum, value) => sum + value * value, 0);
    expect(Math.sqrt(squares / embedding.length)).toBeCloseTo(0.1, 2);
  });

  it('are drawn apart: the same whether others follow or not, and different from each other', () => {
    const fewer = initialParameters(definitions.slice(0, 3), new Random(1));
    for (const [name, numbers] of fewer) expect(numbers).toEqual(values.get(name));
    expect(values.get('lstm.0.forward.r')).not.toEqual(values.get('lstm.0.backward.r'));
    expect(initialParameters(definitions, new Random(2)).get('linear.weight')).not.toEqual(
      values.get('linear.weight'),
    );
  });
});
