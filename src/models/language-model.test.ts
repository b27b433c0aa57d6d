import { describe, expect, it } from 'vitest';
import { gradients } from '../autodiff/index.js';
import { float32, Graph, modelBytes, type Tensor } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import {
  type LanguageModelArchitecture,
  languageModelForward,
  languageModelParameters,
  parameterInputs,
} from './index.js';
import { drawn, drawnParameters, numbers, run } from './run.test-support.js';

const architecture: LanguageModelArchitecture = {
  vocabularySize: 5,
  embeddingSize: 3,
  hiddenSize: 2,
  bidirectional: true,
};
const [V, E, H, B] = [5, 3, 2, 2];
const definitions = languageModelParameters(architecture);
const frequencies = [0.4, 0.25, 0.2, 0.1, 0.05];

/** A window of `T` tokens in each direction, all words as candidates. */
function feedsOf(T: number, random: Random): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {
    ...drawnParameters(definitions, random),
    rows: drawn(random, [V, E]),
    share: float32([1], []),
  };
  for (const direction of ['forward', 'backward']) {
    feeds[`candidates.${direction}`] = {
      type: 'int32',
      data: Int32Array.from({ length: V }, (_, u) => u),
      shape: [V],
    };
    feeds[`candidate_bias.${direction}`] = float32(frequencies.map(Math.log));
    for (const part of ['tokens', 'targets']) {
      const data = Int32Array.from({ length: T * B }, () => random.integer(V));
      feeds[`${part}.${direction}`] = { type: 'int32', data, shape: [T, B] };
    }
    feeds[`h.${direction}`] = drawn(random, [H, B]);
    feeds[`c.${direction}`] = drawn(random, [H, B]);
  }
  return feeds;
}

function lossGraph(dropout = false) {
  const graph = new Graph();
  const parameter = parameterInputs(graph, definitions);
  const forward = languageModelForward(graph, architecture, parameter, dropout);
  graph.output(forward.loss, 'loss');
  graph.output(forward.trainingLoss, 'training loss');
  for (const [name, state] of forward.states) graph.output(state, name);
  return { graph, parameter, ...forward };
}

describe('the loss of the language model', () => {
  it('is that of the whole softmax when all words are candidates', async () => {
    const feeds = feedsOf(1, new Random(4));
    const results = await run(lossGraph().graph, feeds);
    const rows = numbers(feeds.rows);
    let sum = 0;
    for (const direction of ['forward', 'backward']) {
      const h = numbers(results[`last_h.${direction}`]); // [H, B], the only step's
      const weight = numbers(feeds[`head.${direction}.weight`]); // [E, H]
      const bias = numbers(feeds[`head.${direction}.bias`]);
      numbers(feeds[`targets.${direction}`]).forEach((target, b) => {
        const projected = bias.map(
          (value, e) => value + weight[e * H]! * h[b]! + weight[e * H + 1]! * h[B + b]!,
        );
        const unnormalised = frequencies.map(
          (frequency, word) =>
            frequency * Math.exp(projected.reduce((dot, value, e) => dot + value * rows[word * E + e]!, 0)),
        );
        const total = unnormalised.reduce((all, next) => all + next, 0);
        sum -= Math.log(unnormalised[target]! / total);
      });
    }
    expect(numbers(results.loss)[0]).toBeCloseTo(sum / 4, 5);
    expect(numbers(results['training loss'])[0]).toBeCloseTo(sum / 4, 5);
  });

  it('is the mean over the streams when they are shared out', async () => {
    const feeds = feedsOf(3, new Random(8));
    const whole = numbers((await run(lossGraph().graph, feeds)).loss)[0]!;
    let parts = 0;
    for (const stream of [0, 1]) {
      const own = Object.fromEntries(
        Object.entries(feeds).map(([name, tensor]): [string, Tensor] => {
          if (!/^(tokens|targets|h|c)\./.test(name)) return [name, tensor];
          const data = tensor.data.filter((_: unknown, i: number) => i % B === stream) as Float32Array;
          return [name, { ...tensor, data, shape: [tensor.shape[0]!, 1] }];
        }),
      );
      parts += numbers((await run(lossGraph().graph, { ...own, share: float32([0.5], []) })).loss)[0]!;
    }
    expect(parts).toBeCloseTo(whole, 5);
  });

  it('has gradients that agree with differences', async () => {
    const random = new Random(6);
    const feeds = feedsOf(3, random);
    for (const direction of ['forward', 'backward']) {
      feeds[`embedding_mask.${direction}`] = drawn(random, [1, B, E]);
      feeds[`output_mask.${direction}`] = drawn(random, [H, B]);
    }
    const { graph, parameter, trainingLoss, rows } = lossGraph(true);
    const wanted = [...definitions.map(({ name }) => parameter(name)), rows];
    gradients(trainingLoss, wanted).forEach((gradient, i) => {
      graph.output(gradient, `gradient ${wanted[i]!.name}`);
    });
    const session = await Session.create(modelBytes(graph), { threads: 1 });
    const results = await session.run(feeds);
    const step = 1e-2;
    for (const { name } of wanted) {
      const { shape } = feeds[name]!;
      const at = numbers(feeds[name]);
      const direction = at.map(() => random.normal());
      const lossAt = async (scale: number): Promise<number> => {
        const moved = float32(
          at.map((value, i) => value + scale * direction[i]!),
          shape,
        );
        return numbers((await session.run({ ...feeds, [name]: moved })).loss)[0]!;
      };
      const numeric = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
      const analytic = numbers(results[`gradient ${name}`]).reduce(
        (sum, value, i) => sum + value * direction[i]!,
        0,
      );
      expect(Math.abs(analytic - numeric), name).toBeLessThan(0.01 * Math.max(0.1, Math.abs(numeric)));
    }
    await session.release();
  });

  it('stays finite for large logits', async () => {
    const feeds = feedsOf(2, new Random(9));
    feeds.rows = float32(
      (feeds.rows!.data as Float32Array).map((value) => value * 1e4),
      [V, E],
    );
    const results = await run(lossGraph().graph, feeds);
    expect(numbers(results.loss)[0]).toBeGreaterThan(1000);
    expect(numbers(results['training loss'])[0]).toBeLessThan(100);
  });
});
