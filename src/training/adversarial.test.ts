import { describe, expect, it } from 'vitest';
import { binaryCrossEntropy, type TrainingForward } from '../models/index.js';
import { float32, Graph, Mul, modelBytes, ReduceSum, type Tensor, type Value } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import { type AdversarialSettings, virtualInputs, withAdversarialLosses } from './adversarial.js';
import { synchronousStep } from './synchronous-step.js';
import { trainClassifier } from './train-classifier.js';
import { localReplicas, tellingTexts, tinyTask } from './training.test-support.js';

const [T, B, E] = [3, 2, 4];
const random = new Random(9);
const embeddings = Array.from({ length: T * B * E }, () => random.normal());
const weights = Array.from({ length: T * E }, () => random.normal());
const noise = Int8Array.from({ length: T * B * E }, () => (random.uniform() < 0.5 ? -1 : 1));
const target = [1, 0];
const off: AdversarialSettings = { adversarial: 0, virtualAdversarial: 0, adversarialNorm: 0.7 };

/** A classifier without an LSTM, z = sum of w x, of which everything adversarial can be said by hand. */
function linearForward(graph: Graph): { forward: TrainingForward; w: Value } {
  const rows = graph.input('rows', 'float32', [T * B, E]);
  const embedded = graph.input('embedded', 'float32', [T, 'B', E]);
  const w = graph.input('w', 'float32', [T, 1, E]);
  const logitsOf = (x: Value): Value => {
    const sum = ReduceSum(Mul(x, w), [0, 2], true); // [1, B, 1]
    return ReduceSum(sum, [2]); // [1, B]
  };
  const inputs = {
    rows,
    tokenRows: rows,
    mask: graph.input('mask', 'float32', [T, 1, 'B']),
    last: undefined,
    target: graph.input('target', 'float32', [1, 'B']),
    weight: graph.input('weight', 'float32', [1, 'B']),
  };
  const logits = logitsOf(embedded);
  const loss = ReduceSum(Mul(binaryCrossEntropy(logits, inputs.target), inputs.weight), [0, 1]);
  return { forward: { inputs, embedded, logits, logitsOf, lossesOf: binaryCrossEntropy, loss }, w };
}

async function lossAndGradient(settings: AdversarialSettings) {
  const graph = new Graph();
  const { forward, w } = linearForward(graph);
  const { loss, gradients } = withAdversarialLosses(graph, forward, settings, [w]);
  graph.output(gradients[0]!, 'gradient');
  graph.output(loss, 'loss');
  const feeds: Record<string, Tensor> = {
    rows: float32(embeddings, [T * B, E]),
    embedded: float32(embeddings, [T, B, E]),
    w: float32(weights, [T, 1, E]),
    mask: float32(new Float32Array(T * B).fill(1), [T, 1, B]),
    target: float32(target, [1, B]),
    weight: float32([0.5, 0.5], [1, B]),
    [virtualInputs.weight]: float32([0.5, 0.5], [1, B]),
    [virtualInputs.noise]: { type: 'int8', data: noise, shape: [T, B, E] },
  };
  const used = new Set(graph.inputs.map(({ name }) => name));
  const needed = Object.fromEntries(Object.entries(feeds).filter(([name]) => used.has(name)));
  const session = await Session.create(modelBytes(graph), { threads: 1 });
  const results = await session.run(needed);
  await session.release();
  return { loss: numbers(results.loss)[0]!, gradient: numbers(results.gradient) };
}

const numbers = (tensor: Tensor | undefined): number[] => Array.from(tensor!.data, Number);
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const crossEntropy = (z: number, y: number): number => Math.log1p(Math.exp(z)) - y * z;
/** Element [t, b, e] of a [T, B, E] list. */
const at = (list: ArrayLike<number>, t: number, b: number, e: number): number => list[(t * B + b) * E + e]!;

/** z of review b, its embeddings moved by `step`. */
function logit(b: number, step: (t: number, e: number) => number = () => 0): number {
  let z = 0;
  for (let t = 0; t < T; t++)
    for (let e = 0; e < E; e++) z += weights[t * E + e]! * (at(embeddings, t, b, e) + step(t, e));
  return z;
}

const norm = Math.hypot(...weights);
const scale = Math.sqrt(embeddings.reduce((sum, x) => sum + x * x, 0) / embeddings.length);
const length = off.adversarialNorm * scale;
const reviews = [0, 1];

describe('the adversarial loss', () => {
  it('is the loss at the worst step of the given length: for a linear model against the label, along w', async () => {
    const { loss } = await lossAndGradient({ ...off, adversarial: 2 });
    const clean = reviews.reduce((sum, b) => sum + 0.5 * crossEntropy(logit(b), target[b]!), 0);
    const worst = reviews.reduce((sum, b) => {
      const away = target[b] === 1 ? -1 : 1;
      return sum + 0.5 * crossEntropy(logit(b) + away * length * norm, target[b]!);
    }, 0);
    expect(loss).toBeCloseTo(clean + 2 * worst, 4);
  });

  it('takes the step for a constant when it is differentiated', async () => {
    const { gradient } = await lossAndGradient({ ...off, adversarial: 2 });
    for (let t = 0; t < T; t++) {
      for (let e = 0; e < E; e++) {
        const expected = reviews.reduce((sum, b) => {
          const away = target[b] === 1 ? -1 : 1;
          const step = (away * length * weights[t * E + e]!) / norm;
          const slope = (z: number): number => sigmoid(z) - target[b]!;
          const x = at(embeddings, t, b, e);
          const moved = slope(logit(b) + away * length * norm) * (x + step);
          return sum + 0.5 * (slope(logit(b)) * x + 2 * moved);
        }, 0);
        expect(gradient[t * E + e]).toBeCloseTo(expected, 4);
      }
    }
  });
});

describe('the virtual adversarial loss', () => {
  it('is the divergence of the verdicts after the step towards which the noise points, without any label', async () => {
    const { loss } = await lossAndGradient({ ...off, virtualAdversarial: 3 });
    const clean = reviews.reduce((sum, b) => sum + 0.5 * crossEntropy(logit(b), target[b]!), 0);
    const divergence = reviews.reduce((sum, b) => {
      const p = sigmoid(logit(b));
      const along = logit(b, (t, e) => at(noise, t, b, e)) - logit(b);
      const moved = logit(b) + Math.sign(along) * length * norm;
      return sum + 0.5 * (crossEntropy(moved, p) - crossEntropy(logit(b), p));
    }, 0);
    expect(divergence).toBeGreaterThan(0.05);
    expect(loss).toBeCloseTo(clean + 3 * divergence, 3);
  });
});

const architecture = {
  vocabularySize: 25,
  embeddingSize: 4,
  hiddenSize: 3,
  layers: 2,
  bidirectional: true,
  pooling: ['mean', 'max', 'last'] as const,
};

describe('training with adversarial losses', () => {
  it.each([2, 3])('takes the same steps on one replica as on several, %i labels', async (classes) => {
    const step = async (count: number) => {
      const settings = { adversarial: 1, virtualAdversarial: 1, adversarialNorm: 2 };
      const { replicas, memory } = await localReplicas(count, {
        architecture: { ...architecture, classes },
        rates: { embedding: 0.3, between: 0.2, output: 0.2 },
        adversarial: settings,
      });
      const results = [];
      for (const [i, batch] of [
        [0, 1, 2, 3, 4],
        [7, 8, 9],
      ].entries())
        results.push(await synchronousStep(replicas, batch, i + 1, 0.1, 1));
      await Promise.all(replicas.map((replica) => replica.release()));
      return { results, values: [...memory.dense.values, ...memory.embedding.values] };
    };
    const [one, two] = [await step(1), await step(2)];
    one.results.forEach(({ loss, norm }, i) => {
      expect(two.results[i]!.loss).toBeCloseTo(loss, 4);
      expect(two.results[i]!.norm).toBeCloseTo(norm, 3);
    });
    expect(Math.max(...one.values.map((value, i) => Math.abs(value - two.values[i]!)))).toBeLessThan(1e-4);
  });

  it('reads unlabelled texts in the virtual loss, and repeats itself bit for bit', async () => {
    const { split, ...task } = tinyTask({
      virtualAdversarial: 1,
      adversarialNorm: 1,
      unlabelledRatio: 2,
      epochs: 6,
    });
    const unlabelled = tellingTexts(200, 2, 'unlabelled').map((example) => ({ ...example, label: -1 }));
    const train = async (texts: typeof unlabelled) =>
      (await trainClassifier({ ...task, split: { ...split, unlabelled: texts } }))!;
    const [first, again, without] = [await train(unlabelled), await train(unlabelled), await train([])];
    expect(first.parameters).toEqual(again.parameters);
    expect(first.parameters).not.toEqual(without.parameters);
    expect(first.development.accuracy).toBe(1);
  });
});
