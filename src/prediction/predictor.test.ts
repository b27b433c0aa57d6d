import { describe, expect, it, onTestFinished } from 'vitest';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import { type Prediction, Predictor, type PredictorOptions } from './index.js';
import { randomTexts, type SmallModelOptions, smallModel } from './small-model.test-support.js';

async function predictor(
  model: SmallModelOptions = {},
  options: Partial<PredictorOptions> = {},
): Promise<Predictor> {
  const created = await Predictor.create(smallModel(model), { createSession: Session.create, ...options });
  onTestFinished(() => created.release());
  return created;
}

function expectSame(actual: readonly Prediction[], expected: readonly Prediction[]): void {
  expect(actual.length).toBe(expected.length);
  actual.forEach((prediction, i) => {
    const { probability, scores, ...rest } = expected[i]!;
    expect(prediction).toMatchObject(rest);
    for (const [label, score] of Object.entries(scores)) {
      expect(Math.abs(prediction.scores[label]! - score)).toBeLessThan(1e-5);
    }
    expect(Math.abs(prediction.probability - probability)).toBeLessThan(1e-5);
  });
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('Predictor', () => {
  it('gives the label, its probability, every score and how much was read', async () => {
    const model = await predictor();
    const prediction = await model.predict('A warm, generous zyzzyva.');
    expect(Object.keys(prediction.scores)).toEqual(['negative', 'positive']);
    expect(prediction.scores.negative! + prediction.scores.positive!).toBeCloseTo(1, 12);
    expect(prediction.probability).toBe(Math.max(...Object.values(prediction.scores)));
    expect(prediction.scores[prediction.label]).toBe(prediction.probability);
    expect(prediction.tokens).toEqual({ total: 6, used: 6, unknown: 1 });
    expect(prediction.truncated).toBe(false);
  });

  it('says that a long text was cut, and reads it as its beginning', async () => {
    const model = await predictor({ maximumLength: 8 });
    const long = await model.predict('great film '.repeat(20));
    expect(long).toMatchObject({ truncated: true, tokens: { total: 40, used: 7, unknown: 0 } });
    const short = await model.predict('great film great film great film great');
    expect(short.truncated).toBe(false);
    expect(short.scores).toEqual(long.scores);
  });

  it('gives each text of a batch what it gets alone, in the order of the texts', async () => {
    const model = await predictor({}, { batchSize: 7 });
    const texts = randomTexts(60, new Random(3));
    const alone: Prediction[] = [];
    for (const text of texts) alone.push(await model.predict(text));
    expect(new Set(alone.map(({ probability }) => probability)).size).toBeGreaterThan(50);
    expectSame(await model.predictMany(texts), alone);
    const results = await collect(model.predictStream(texts));
    expect(results.map(({ item }) => item)).toEqual(texts);
    expectSame(
      results.map(({ prediction }) => prediction!),
      alone,
    );
  });
});
