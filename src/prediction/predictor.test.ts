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
    expectSame(await Promise.all(texts.map((text) => model.predict(text))), alone);
    const results = await collect(model.predictStream(texts));
    expect(results.map(({ item }) => item)).toEqual(texts);
    expectSame(
      results.map(({ prediction }) => prediction!),
      alone,
    );
  });

  it('honours the threshold of the model, for the last of two labels', async () => {
    const text = 'A warm, generous picture!';
    const { scores } = await (await predictor()).predict(text);
    const positive = scores.positive!;
    const labelAt = async (threshold: number): Promise<string> =>
      (await (await predictor({ threshold })).predict(text)).label;
    expect(await labelAt(positive)).toBe('positive');
    expect(await labelAt(positive + 1e-9)).toBe('negative');
    const high = await (await predictor({ threshold: 0.999_999 })).predict(text);
    expect(high.probability).toBe(high.scores.negative);
  });

  it('divides the logits by the temperature of the model', async () => {
    const text = 'Great cast, great music.';
    const logit = ({ scores }: Prediction): number => Math.log(scores.positive! / scores.negative!);
    const cold = logit(await (await predictor()).predict(text));
    const warm = logit(await (await predictor({ temperature: 2 })).predict(text));
    expect(warm).toBeCloseTo(cold / 2, 5);
  });

  it('chooses the most probable of three labels', async () => {
    const labels = ['bad', '__proto__', 'good'];
    const model = await predictor({ labels, threshold: 0.99 });
    for (const { label, probability, scores } of await model.predictMany(randomTexts(20, new Random(5)))) {
      expect(Object.keys(scores)).toEqual(labels);
      const values = labels.map((name) => Object.getOwnPropertyDescriptor(scores, name)?.value as number);
      expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      expect(probability).toBe(Math.max(...values));
      expect(values[labels.indexOf(label)]).toBe(probability);
    }
  });

  it('takes the names of object properties for words like any other', async () => {
    const model = await predictor();
    for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const { probability, tokens } = await model.predict(word);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThanOrEqual(1);
      expect(tokens.unknown).toBe(tokens.used);
    }
  });

  it('counts unknown words among those that it reads', async () => {
    const model = await predictor({ maximumLength: 4 });
    const { tokens } = await model.predict('zyzzyva film qwxzt zyzzyva zyzzyva');
    expect(tokens).toEqual({ total: 5, used: 3, unknown: 2 });
  });

  it.each(['', '  \n', '<br /><br />', '\u200b\u2060'])(
    'refuses %j, in which there is no word',
    async (text) => {
      const model = await predictor();
      await expect(model.predict(text)).rejects.toMatchObject({ code: 'empty-text' });
      await expect(model.predictMany(['fine', text])).rejects.toMatchObject({
        code: 'empty-text',
        message: expect.stringContaining('Text 2 of 2'),
      });
      const [scored] = await model.score([text]);
      expect(scored!.tokens).toEqual({ total: 0, used: 0, unknown: 0 });
      expect(scored!.scores[0]! + scored!.scores[1]!).toBeCloseTo(1, 9);
    },
  );

  it('gives nothing for nothing', async () => {
    const model = await predictor();
    expect(await model.predictMany([])).toEqual([]);
    expect(await collect(model.predictStream([]))).toEqual([]);
  });

  it('refuses a single text where several are asked for', async () => {
    const model = await predictor();
    const text = 'great film' as unknown as string[];
    for (const several of ['predictMany', 'score'] as const) {
      await expect(model[several](text)).rejects.toMatchObject({
        code: 'wrong-type',
        message: 'The list of texts is of type string; give an array of strings.',
      });
    }
  });

  it('refuses a text over its caps, and what is no text', async () => {
    const model = await predictor({}, { maximumBytes: 20, maximumCharacters: 12 });
    await expect(model.predict('twelve chars')).resolves.toBeDefined();
    await expect(model.predict('ééééééééééé')).rejects.toThrow('has 22 bytes in UTF-8; the limit is 20.');
    await expect(model.predict('thirteen char')).rejects.toThrow('has 13 characters; the limit is 12.');
    await expect(model.predict(3 as unknown as string)).rejects.toMatchObject({ code: 'wrong-type' });
    const standard = await predictor();
    await expect(standard.predict('a '.repeat(1 << 19))).resolves.toMatchObject({ truncated: true });
    await expect(standard.predict('a '.repeat((1 << 19) + 1))).rejects.toMatchObject({
      code: 'text-too-long',
    });
  });

  it('refuses options out of bounds', async () => {
    await expect(predictor({}, { batchSize: 0 })).rejects.toMatchObject({ code: 'invalid-option' });
    await expect(predictor({}, { threads: 1.5 })).rejects.toThrow('threads is 1.5');
    const text = '2' as unknown as number;
    await expect(predictor({}, { threads: text })).rejects.toThrow('threads is "2"; give a whole number');
    const mistyped = { batchsize: 4 } as Partial<PredictorOptions>;
    await expect(predictor({}, mistyped)).rejects.toThrow(
      'There is no option "batchsize"; choose among createSession, threads, batchSize,',
    );
    const model = await predictor();
    await expect(model.explain('great film', { curves: false } as object)).rejects.toMatchObject({
      code: 'invalid-option',
      message: 'There is no option "curves"; choose among curve, sentences.',
    });
  });

  it('says after its release that it was released', async () => {
    const model = await predictor();
    await model.release();
    await model.release();
    for (const asked of [model.predict('film'), model.explain('film'), model.score(['film'])])
      await expect(asked).rejects.toMatchObject({ code: 'released', message: /load the model again/ });
  });

  it('answers what runs when it is released, and ends what has more to run', async () => {
    const model = await predictor({}, { batchSize: 1 });
    const [one, many, why] = [
      model.predict('great film'),
      model.predictMany(['great film', 'dull film', 'great cast']),
      model.explain('great film'),
    ];
    const ended = expect(many).rejects.toMatchObject({ code: 'released' });
    const endedToo = expect(why).rejects.toMatchObject({ code: 'released' });
    const released = model.release();
    await expect(one).resolves.toMatchObject({ label: expect.any(String) });
    await Promise.all([ended, endedToo, released]);
  });

  it('ends a stream with its release', async () => {
    const model = await predictor({}, { batchSize: 1 });
    const results = model.predictStream(Array.from({ length: 2000 }, () => 'film'));
    expect((await results.next()).done).toBe(false);
    await model.release();
    await expect(collect(results)).rejects.toMatchObject({ code: 'released' });
  });
});

describe('a model whose parts do not fit', () => {
  const create = (bundle: ReturnType<typeof smallModel>): Promise<Predictor> =>
    Predictor.create(bundle, { createSession: Session.create });
  const small = smallModel();

  it('is refused when the runtime cannot load its graph', async () => {
    const model = small.model.slice(0, 100);
    await expect(create({ ...small, model })).rejects.toMatchObject({ code: 'damaged-model' });
  });

  it('is refused when its tokenizer has other tokens or another length than its configuration', async () => {
    const { tokenizer } = smallModel({ words: ['another'] });
    await expect(create({ ...small, tokenizer })).rejects.toThrow('its tokenizer has');
    const { tokenizerConfiguration } = smallModel({ maximumLength: 65 });
    await expect(create({ ...small, tokenizerConfiguration })).rejects.toThrow('cuts at 65 tokens');
  });

  it('is refused when it gives a logit too many or no number', async () => {
    const { model } = smallModel({ labels: ['a', 'b', 'c'] });
    const other = await create({ ...small, model });
    await expect(other.predict('film')).rejects.toMatchObject({ code: 'damaged-model' });
    await other.release();
    const broken = await Predictor.create(small, {
      createSession: async (bytes, options) => {
        const session = await Session.create(bytes, options);
        const logits = { type: 'float32', data: Float32Array.of(0, Number.NaN), shape: [1, 2] } as const;
        return {
          inputNames: session.inputNames,
          outputNames: session.outputNames,
          run: async () => ({ logits }),
          release: () => session.release(),
        };
      },
    });
    await expect(broken.predict('film')).rejects.toMatchObject({ code: 'not-finite' });
    await broken.release();
  });
});
