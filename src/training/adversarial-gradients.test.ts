import { beforeAll, describe, expect, it } from 'vitest';
import { gradients } from '../autodiff/index.js';
import {
  type ClassifierArchitecture,
  denseParameters,
  dropoutMasks,
  parameterInputs,
  targetOfLogits,
  trainingForward,
  weightMasks,
} from '../models/index.js';
import {
  Add,
  float32,
  Graph,
  Mul,
  modelBytes,
  ReduceSum,
  Sub,
  type Tensor,
  type Value,
} from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import { type AdversarialSettings, withAdversarialLosses } from './adversarial.js';
import { batchFeeds } from './classifier-batch.js';
import { DistinctTokens } from './distinct-tokens.js';
import { drawnReviews } from './training.test-support.js';

const base: ClassifierArchitecture = {
  vocabularySize: 25,
  embeddingSize: 5,
  hiddenSize: 4,
  layers: 2,
  bidirectional: true,
  pooling: ['mean', 'max', 'last'],
  classes: 2,
};
const rates = { embedding: 0.3, between: 0.2, output: 0.2, recurrent: 0.25 };
const size = 3;
const chosen = [0, 1, 2, 3, 4, 5];
const labelled = 4; // the other two have no label
const adversarial: AdversarialSettings = { adversarial: 0.7, virtualAdversarial: 0, adversarialNorm: size };
const virtual: AdversarialSettings = { adversarial: 0, virtualAdversarial: 1.3, adversarialNorm: size };
const both: AdversarialSettings = { adversarial: 0.7, virtualAdversarial: 1.3, adversarialNorm: size };

const numbers = (tensor: Tensor | undefined): Float32Array => tensor!.data as Float32Array;
const norm = (values: Iterable<number>): number => Math.hypot(...values);

async function run(graph: Graph, feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
  const session = await Session.create(modelBytes(graph), { threads: 1 });
  const known = new Set(graph.inputs.map(({ name }) => name));
  const results = await session.run(
    Object.fromEntries(Object.entries(feeds).filter(([name]) => known.has(name))),
  );
  await session.release();
  return results;
}

/** Parameters large enough that every part of the loss counts, and a batch of two parts. */
function feedsOf(architecture: ClassifierArchitecture): Record<string, Tensor> {
  const random = new Random(11);
  const drawn = (shape: readonly number[]): Tensor =>
    float32(
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal() * 0.7),
      shape,
    );
  const reviews = drawnReviews(24, architecture);
  reviews.labels.fill(-1, labelled);
  const distinct = new DistinctTokens(architecture.vocabularySize);
  distinct.clear();
  for (const review of chosen)
    distinct.addAll(reviews.ids, reviews.offsets[review]!, reviews.offsets[review + 1]!);
  const settings = {
    architecture,
    masks: dropoutMasks(architecture, rates),
    weightMasks: weightMasks(architecture, rates),
    wordDropout: 0.1,
    seed: 2,
    labelledScale: chosen.length / labelled,
    virtual: true,
  };
  return {
    ...Object.fromEntries(denseParameters(architecture).map(({ name, shape }) => [name, drawn(shape)])),
    rows: drawn([distinct.ids.length, architecture.embeddingSize]),
    ...batchFeeds(reviews, chosen, distinct, settings, 1, 1 / chosen.length),
  };
}

/** The step's loss, gradients and perturbations, with what they are made from. */
async function step(architecture: ClassifierArchitecture, settings: AdversarialSettings) {
  const graph = new Graph();
  const definitions = denseParameters(architecture);
  const parameter = parameterInputs(graph, definitions);
  const forward = trainingForward(graph, architecture, rates, parameter);
  const wanted = [...definitions.map(({ name }) => parameter(name)), forward.inputs.rows];
  const { loss, gradients: found, steps } = withAdversarialLosses(graph, forward, settings, wanted);
  graph.output(loss, 'loss');
  graph.output(forward.loss, 'plain');
  graph.output(forward.logits, 'logits');
  graph.output(gradients(forward.loss, [forward.embedded])[0]!, 'direction');
  wanted.forEach(({ name }, i) => {
    graph.output(found[i]!, `gradient ${name}`);
  });
  steps.forEach((r, i) => {
    graph.output(r, `step ${i}`);
  });
  return { names: wanted.map(({ name }) => name), results: await run(graph, feedsOf(architecture)) };
}

/** The same loss for perturbations and probabilities that are fed: what the step takes for constants are some. */
async function lossGraph(architecture: ClassifierArchitecture, settings: AdversarialSettings) {
  const graph = new Graph();
  const forward = trainingForward(
    graph,
    architecture,
    rates,
    parameterInputs(graph, denseParameters(architecture)),
  );
  const r = ['T', 'B', architecture.embeddingSize];
  const weighted = (losses: Value, weight: Value): Value => ReduceSum(Mul(losses, weight), [0, 1]);
  let loss = forward.loss;
  let count = 0;
  const perturbed = () =>
    forward.logitsOf(Add(forward.embedded, graph.input(`step ${count++}`, 'float32', r)));
  if (settings.adversarial > 0)
    loss = Add(
      loss,
      Mul(
        weighted(forward.lossesOf(perturbed(), forward.inputs.target), forward.inputs.weight),
        settings.adversarial,
      ),
    );
  if (settings.virtualAdversarial > 0) {
    const known = graph.input('logits', 'float32', forward.logits.shape);
    const weight = graph.input('virtual_weight', 'float32', [1, 'B']);
    const verdict = targetOfLogits(known);
    const divergence = Sub(forward.lossesOf(perturbed(), verdict), forward.lossesOf(known, verdict));
    loss = Add(loss, Mul(weighted(divergence, weight), settings.virtualAdversarial));
  }
  graph.output(loss, 'loss');
  const session = await Session.create(modelBytes(graph), { threads: 1 });
  const known = new Set(graph.inputs.map(({ name }) => name));
  return async (feeds: Record<string, Tensor>): Promise<number> => {
    const own = Object.entries(feeds).filter(([name]) => known.has(name));
    return numbers((await session.run(Object.fromEntries(own))).loss)[0]!;
  };
}

describe('the adversarial losses of a classifier', () => {
  it.each([
    ['adversarial', adversarial, 2],
    ['virtual adversarial', virtual, 2],
    ['both, three classes', both, 3],
  ] as const)('has the gradients of its whole loss: %s', async (_, settings, classes) => {
    // Without maxima, whose kinks differences cannot follow.
    const architecture: ClassifierArchitecture = { ...base, classes, pooling: ['mean', 'last'] };
    const { names, results } = await step(architecture, settings);
    const feeds: Record<string, Tensor> = {
      ...feedsOf(architecture),
      ...Object.fromEntries(Object.entries(results).filter(([name]) => /^step|^logits$/.test(name))),
    };
    const lossOf = await lossGraph(architecture, settings);
    expect(await lossOf(feeds)).toBeCloseTo(numbers(results.loss)[0]!, 5);

    const random = new Random(3);
    const width = 2e-3;
    for (let trial = 0; trial < 4; trial++) {
      const directions = new Map(
        names.map((name) => [name, numbers(feeds[name]).map(() => random.normal())]),
      );
      const moved = (sign: number): Record<string, Tensor> => ({
        ...feeds,
        ...Object.fromEntries(
          names.map((name) => [
            name,
            float32(
              numbers(feeds[name]).map((value, i) => value + sign * width * directions.get(name)![i]!),
              feeds[name]!.shape,
            ),
          ]),
        ),
      });
      const numeric = ((await lossOf(moved(1))) - (await lossOf(moved(-1)))) / (2 * width);
      let analytic = 0;
      let scale = 0;
      for (const name of names) {
        numbers(results[`gradient ${name}`]).forEach((value, i) => {
          analytic += value * directions.get(name)![i]!;
          scale += (value * directions.get(name)![i]!) ** 2;
        });
      }
      expect(Math.abs(analytic - numeric)).toBeLessThan(0.01 * Math.sqrt(scale) + 1e-3);
    }
  });

  describe('perturbs', () => {
    let found: Record<string, Tensor>;
    let feeds: Record<string, Tensor>;
    beforeAll(async () => {
      feeds = feedsOf(base);
      found = (await step(base, both)).results;
    });
    const [E, B] = [base.embeddingSize, chosen.length];
    /** The numbers [T E] of review b. */
    const ofReview = (name: string, b: number): number[] => {
      const { data, shape } = found[name]!;
      return Array.from({ length: shape[0]! * E }, (_, i) =>
        Number(data[(Math.floor(i / E) * B + b) * E + (i % E)]),
      );
    };
    const scale = (): number => {
      const rows = numbers(feeds.rows);
      return norm(rows) / Math.sqrt(rows.length);
    };

    it('by a norm in root-mean-squares of the embedding features, each review as a whole', () => {
      for (let b = 0; b < B; b++) {
        const expected = b < labelled ? size * scale() : 0; // without a label there is no adversarial direction
        expect(norm(ofReview('step 0', b))).toBeCloseTo(expected, 4);
        expect(norm(ofReview('step 1', b))).toBeCloseTo(size * scale(), 4);
      }
    });

    it('along the gradient of the loss', () => {
      for (let b = 0; b < labelled; b++) {
        const direction = ofReview('direction', b);
        const expected = direction.map((value) => (value / norm(direction)) * size * scale());
        ofReview('step 0', b).forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 4);
        });
      }
    });

    it('no padding', () => {
      const mask = numbers(feeds.mask);
      expect(mask.includes(0)).toBe(true);
      for (const name of ['step 0', 'step 1']) {
        mask.forEach((value, i) => {
          if (value === 0) expect(norm(numbers(found[name]).subarray(i * E, (i + 1) * E))).toBe(0);
        });
      }
    });

    it('further from the verdict than random noise of the same norm does', async () => {
      const divergenceAt = async (r: Tensor): Promise<number> => {
        const lossOf = await lossGraph(base, virtual);
        const at = { ...feeds, logits: found.logits!, 'step 0': r };
        const whole = await lossOf(at);
        return whole - numbers(found.plain)[0]!;
      };
      const least = await divergenceAt(found['step 1']!);
      const random = new Random(8);
      for (let trial = 0; trial < 5; trial++) {
        const { shape } = found['step 1']!;
        const mask = numbers(feeds.mask); // [T, 1, B]
        const noise = Float32Array.from(
          numbers(found['step 1']),
          (_, i) => random.normal() * mask[Math.floor(i / E)]!,
        );
        for (let b = 0; b < B; b++) {
          const own = (i: number): boolean => Math.floor(i / E) % B === b;
          const length = norm(noise.filter((_, i) => own(i)));
          noise.forEach((value, i) => {
            if (own(i)) noise[i] = (value / length) * size * scale();
          });
        }
        expect(await divergenceAt(float32(noise, shape))).toBeLessThan(least);
      }
    });
  });

  it('gives the plain step when both weights are zero', async () => {
    const { results } = await step(base, { adversarial: 0, virtualAdversarial: 0, adversarialNorm: 5 });
    expect(numbers(results.loss)).toEqual(numbers(results.plain));
    expect(Object.keys(results).some((name) => name.startsWith('step '))).toBe(false);
  });
});
