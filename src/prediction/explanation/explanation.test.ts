import { describe, expect, it, onTestFinished } from 'vitest';
import { createConfiguration } from '../../checkpoint/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  initialParameters,
  predictionModel,
  type WeightStorage,
} from '../../models/index.js';
import { Random } from '../../random/index.js';
import { Session } from '../../runtime/index.js';
import { UNKNOWN_ID } from '../../text/index.js';
import { type Explanation, Predictor } from '../index.js';
import { randomTexts, type SmallModelOptions, smallModel } from '../small-model.test-support.js';
import { Attribution } from './attribution.js';

async function predictor(model: SmallModelOptions = {}): Promise<Predictor> {
  const created = await Predictor.create(smallModel(model), { createSession: Session.create });
  onTestFinished(() => created.release());
  return created;
}

const sumOf = ({ words }: Explanation): number =>
  words.reduce((sum, { contribution }) => sum + contribution, 0);

describe('explain', () => {
  const text = 'A slow, warm, generous picture. The jokes arrive late!';

  it('gives the same verdict as predict', async () => {
    const model = await predictor();
    const { label, probability, scores, tokens, truncated } = await model.explain(text);
    expect({ label, tokens, truncated }).toEqual({ label, tokens, truncated });
    const prediction = await model.predict(text);
    expect(label).toBe(prediction.label);
    expect(Math.abs(probability - prediction.probability)).toBeLessThan(1e-6);
    expect(scores[label]).toBe(probability);
    expect({ tokens, truncated }).toEqual({ tokens: prediction.tokens, truncated: prediction.truncated });
  });

  it('adds up: baseline, words and rest are the log-odds of the target', async () => {
    const model = await predictor({ temperature: 1.7 });
    for (const some of randomTexts(12, new Random(5))) {
      const explanation = await model.explain(some, { curve: false, sentences: false });
      const { baselineLogOdds, logOdds, rest, scores } = explanation;
      expect(baselineLogOdds + sumOf(explanation) + rest).toBeCloseTo(logOdds, 10);
      expect(1 / (1 + Math.exp(-logOdds))).toBeCloseTo(scores.positive!, 6);
      expect(Math.abs(rest)).toBeLessThan(0.25 * Math.max(1, Math.abs(logOdds - baselineLogOdds)));
    }
  });

  it('gives an unknown word nothing, and says that it is unknown', async () => {
    const model = await predictor();
    const { words } = await model.explain('warm zyzzyva picture');
    expect(words.map(({ known }) => known)).toEqual([true, false, true]);
    expect(words[1]!.contribution).toBe(0);
    expect(Math.abs(words[0]!.contribution)).toBeGreaterThan(0);
  });

  it('speaks for the predicted label when there are more than two', async () => {
    const model = await predictor({ labels: ['bad', 'fair', 'good'] });
    for (const some of randomTexts(8, new Random(6))) {
      const explanation = await model.explain(some);
      expect(explanation.target).toBe(explanation.label);
      expect(1 / (1 + Math.exp(-explanation.logOdds))).toBeCloseTo(explanation.probability, 6);
      expect(explanation.curve!.at(-1)!.probability).toBeCloseTo(explanation.probability, 5);
    }
  });

  it('ends its curve with the verdict, and has each point as the text cut there reads', async () => {
    const model = await predictor();
    const { curve, scores } = await model.explain(text);
    expect(curve!.at(-1)).toMatchObject({ end: text.length });
    expect(Math.abs(curve!.at(-1)!.probability - scores.positive!)).toBeLessThan(1e-5);
    for (const { end, probability } of curve!) {
      const cut = await model.predict(text.slice(0, end));
      expect(Math.abs(cut.scores.positive! - probability)).toBeLessThan(1e-5);
    }
  });

  it('reads each sentence alone', async () => {
    const model = await predictor();
    const { sentences } = await model.explain(text);
    expect(sentences!.map(({ start, end }) => text.slice(start, end))).toEqual([
      'A slow, warm, generous picture.',
      'The jokes arrive late!',
    ]);
    const alone = await model.predict('The jokes arrive late!');
    expect(Math.abs(sentences![1]!.probability - alone.scores.positive!)).toBeLessThan(1e-5);
  });

  it('leaves out what is not asked for', async () => {
    const model = await predictor();
    const explanation = await model.explain(text, { curve: false, sentences: false });
    expect(Object.keys(explanation)).not.toContain('curve');
    expect(Object.keys(explanation)).not.toContain('sentences');
  });

  it.each(['warm 🎬 film', 'Ｗａｒｍ\u200b ﬁlm', 'one<br /><br />two\r\nthree', 'e\u0301te\u0301 good'])(
    'places the words of %j in the text as it was given',
    async (odd) => {
      const model = await predictor();
      const { words } = await model.explain(odd);
      let place = 0;
      for (const { start, end } of words) {
        expect(start).toBeGreaterThanOrEqual(place);
        expect(end).toBeGreaterThan(start);
        expect(odd.slice(start, end)).toMatch(/[^\s<>]/);
        place = end;
      }
      expect(place).toBeLessThanOrEqual(odd.length);
    },
  );

  it('explains only what was read of a long text', async () => {
    const model = await predictor({ maximumLength: 8 });
    const long = await model.explain('great film. '.repeat(20));
    expect(long.truncated).toBe(true);
    expect(long.words).toHaveLength(7);
    expect(long.curve!.at(-1)!.end).toBe(long.words.at(-1)!.end);
    expect(long.sentences!.at(-1)!.end).toBeLessThanOrEqual(long.words.at(-1)!.end);
  });

  it('refuses what predict refuses', async () => {
    const model = await predictor();
    await expect(model.explain(' \n')).rejects.toMatchObject({ code: 'empty-text' });
    await expect(model.explain(7 as never)).rejects.toMatchObject({ code: 'wrong-type' });
  });

  it('can be tried again where its graph could not be loaded at first', async () => {
    let loads = 0;
    const failing = await Predictor.create(smallModel(), {
      createSession: (...given) => {
        loads++;
        return loads === 2 ? Promise.reject(new Error('no memory')) : Session.create(...given);
      },
    });
    onTestFinished(() => failing.release());
    await expect(failing.explain(text)).rejects.toThrow('no memory');
    expect((await failing.explain(text)).words).not.toHaveLength(0);
    expect(loads).toBe(3);
  });

  it('explains several texts at a time', async () => {
    const model = await predictor();
    const texts = randomTexts(6, new Random(8));
    const together = await Promise.all(texts.map((some) => model.explain(some)));
    for (const [i, some] of texts.entries()) expect(together[i]).toEqual(await model.explain(some));
  });
});

describe('contributions', () => {
  const architectures: Partial<ClassifierArchitecture>[] = [
    {},
    { bidirectional: false, pooling: ['last'] },
    { layers: 2, pooling: ['max', 'last', 'mean'] },
    {
      members: [
        { embeddingSize: 5, hiddenSize: 4 },
        { embeddingSize: 3, hiddenSize: 6 },
        { embeddingSize: 7, hiddenSize: 3 },
      ],
      pooling: ['mean', 'last'],
    },
    { classes: 3, pooling: ['mean', 'last'] }, // without the kinks of a maximum
  ];
  const storages: WeightStorage[] = ['float32', 'float16', 'int8'];

  it.each(architectures.flatMap((change) => storages.map((storage) => ({ change, storage }))))(
    'are the integral of numeric slopes: $change, $storage',
    async ({ change, storage }) => {
      const architecture: ClassifierArchitecture = {
        vocabularySize: 20,
        embeddingSize: 5,
        hiddenSize: 4,
        layers: 1,
        bidirectional: true,
        pooling: ['mean', 'max'],
        classes: 2,
        ...change,
      };
      const definitions = classifierParameters(architecture);
      const values = initialParameters(definitions, new Random(3));
      for (const [name, data] of values) {
        if (name.endsWith('embedding.weight'))
          values.set(
            name,
            data.map((x) => 5 * x),
          );
      }
      const bundle = {
        ...smallModel(),
        model: predictionModel(architecture, values, storage),
        configuration: createConfiguration({
          architecture: { ...architecture, pooling: [...architecture.pooling] },
          labels: ['a', 'b', 'c'].slice(0, architecture.classes),
          maximumLength: 64,
          threshold: 0.5,
          temperature: 2,
          vocabularySize: 20,
        }),
      };
      const attribution = await Attribution.create(bundle, Session.create, 1);
      const session = await Session.create(bundle.model, { threads: 1 });
      onTestFinished(async () => {
        await attribution.release();
        await session.release();
      });
      const ids = Int32Array.of(2, 7, 4, 9, 15, 4, 11);
      const logOdds = async (text: Int32Array): Promise<number> => {
        const T = text.length;
        const { logits } = await session.run({
          input_ids: { type: 'int64', data: BigInt64Array.from(text, BigInt), shape: [1, T] },
          attention_mask: { type: 'int64', data: new BigInt64Array(T).fill(1n), shape: [1, T] },
        });
        const z = [...(logits!.data as Float32Array)].map((logit) => logit / 2);
        const others = z.filter((_, label) => label !== 1).reduce((sum, logit) => sum + Math.exp(logit), 0);
        return z[1]! - Math.log(others);
      };
      const baseline = ids.map((id, t) => (t === 0 ? id : UNKNOWN_ID));
      const contributions = await attribution.contributions(ids, baseline, 1);
      const difference = (await logOdds(ids)) - (await logOdds(baseline));
      const sum = contributions.reduce((total, contribution) => total + contribution, 0);
      expect(Math.abs(difference)).toBeGreaterThan(1e-3);
      expect(Math.abs(sum - difference)).toBeLessThan(0.03 * Math.max(0.1, Math.abs(difference)));
      expect(contributions[0]).toBe(0);
    },
  );
});
