import { describe, expect, it } from 'vitest';
import { int64, readInitializers } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  initialParameters,
  predictionModel,
  storedParameters,
  type WeightStorage,
} from './index.js';

const architecture: ClassifierArchitecture = {
  vocabularySize: 60,
  embeddingSize: 10,
  hiddenSize: 128, // from which int8 computes in integers
  layers: 1,
  bidirectional: true,
  pooling: ['mean', 'max', 'last'],
  classes: 2,
};
const deep = { ...architecture, layers: 2, classes: 3 };
/** The second member has too few units for integers. */
const joined = {
  ...architecture,
  members: [
    { embeddingSize: 10, hiddenSize: 128 },
    { embeddingSize: 7, hiddenSize: 20 },
  ],
};

function valuesOf(settings: ClassifierArchitecture): Map<string, Float32Array> {
  const random = new Random(3);
  const values = initialParameters(classifierParameters(settings), random);
  // As far apart as gates get, so that none can stand in another's place.
  for (const [name, bias] of values)
    if (name.endsWith('.b'))
      values.set(
        name,
        bias.map(() => random.normal()),
      );
  values.set(
    'embedding.weight',
    values.get('embedding.weight')!.map((value) => 8 * value),
  );
  return values;
}

/** Logits of each text [B][C]. */
async function logits(
  settings: ClassifierArchitecture,
  values: ReadonlyMap<string, Float32Array>,
  storage: WeightStorage,
  texts: readonly (readonly number[])[],
  threads = 1,
): Promise<number[][]> {
  const session = await Session.create(predictionModel(settings, values, storage), { threads });
  const time = Math.max(...texts.map((text) => text.length));
  const shape = [texts.length, time];
  const places = Array.from({ length: time }, (_, t) => t);
  const feeds = {
    input_ids: int64(
      texts.flatMap((text) => places.map((t) => text[t] ?? 0)),
      shape,
    ),
    attention_mask: int64(
      texts.flatMap((text) => places.map((t) => (t < text.length ? 1 : 0))),
      shape,
    ),
  };
  const result = await session.run(feeds);
  await session.release();
  const data = Array.from(result.logits!.data as Float32Array);
  const classes = data.length / texts.length;
  return texts.map((_, i) => data.slice(i * classes, (i + 1) * classes));
}

const short = [2, 7, 9];
const long = [2, 11, 12, 13, 14, 15, 16, 17, 44, 45, 46, 47, 48, 2, 59];

describe('an LSTM in integers', () => {
  it.each([
    ['one layer', architecture],
    ['two layers, three labels', deep],
    ['one direction', { ...architecture, bidirectional: false }],
    ['two members', joined],
  ])('reads nearly what its weights as float32 read: %s', async (_, settings) => {
    const values = valuesOf(settings);
    const rounded = storedParameters(settings, predictionModel(settings, values, 'int8'));
    const floats = await logits(settings, rounded, 'float32', [short, long]);
    const integers = await logits(settings, values, 'int8', [short, long]);
    const differences = floats.flatMap((row, i) => row.map((logit, k) => Math.abs(logit - integers[i]![k]!)));
    expect(Math.max(...floats.flat().map(Math.abs))).toBeGreaterThan(0.05);
    expect(Math.max(...differences)).toBeLessThan(0.004);
    expect(Math.max(...differences)).toBeGreaterThan(0); // it is not the same computation
  });

  it('reads a text to the same bits alone and beside others, whatever these hold', async () => {
    for (const settings of [architecture, deep, joined]) {
      const values = valuesOf(settings);
      const table = values.get('embedding.weight')!;
      const E = settings.embeddingSize;
      // Far from what the others are, so that it would coarsen the steps of its batch; once stored and read, an ulp larger still.
      table.subarray(59 * E, 60 * E).fill(32 * 0.4970031678676605);
      const [alone] = await logits(settings, values, 'int8', [short]);
      for (const threads of [1, 2]) {
        expect((await logits(settings, values, 'int8', [short, long], threads))[0]).toEqual(alone);
        expect((await logits(settings, values, 'int8', [long, short, long], threads))[1]).toEqual(alone);
      }
    }
  });

  it('stays right where its states are as far from zero as they can be', async () => {
    const values = valuesOf(architecture);
    for (const direction of ['forward', 'backward']) values.get(`lstm.0.${direction}.b`)!.fill(20); // open gates: states near 1
    const floats = await logits(architecture, values, 'float32', [long]);
    const integers = await logits(architecture, values, 'int8', [long]);
    expect(Math.abs(floats[0]![1]! - integers[0]![1]!)).toBeLessThan(0.01 * Math.abs(floats[0]![1]!) + 0.004);
  });

  it('has weights whose products no processor overflows, and keeps them when it is stored again', () => {
    const values = valuesOf(architecture);
    const once = predictionModel(architecture, values, 'int8');
    const again = predictionModel(architecture, storedParameters(architecture, once), 'int8');
    for (const direction of ['forward', 'backward']) {
      for (const part of ['w', 'r']) {
        const name = `lstm.0.${direction}.${part}`;
        const integers = readInitializers(once).get(name)!.data as Int8Array;
        expect(Math.max(...integers.map(Math.abs))).toBe(63);
        expect(readInitializers(again).get(name)!.data).toEqual(integers);
      }
    }
  });
});
