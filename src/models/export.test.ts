import { describe, expect, it } from 'vitest';
import { int64 } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  initialParameters,
  predictionModel,
  quantizeRows,
  toFloat16,
} from './index.js';

const architecture: ClassifierArchitecture = {
  vocabularySize: 50,
  embeddingSize: 6,
  hiddenSize: 5,
  layers: 2,
  bidirectional: true,
  pooling: ['mean', 'max', 'last'],
  classes: 2,
};

async function logits(
  settings: ClassifierArchitecture,
  storage: 'float32' | 'float16' | 'int8',
  ids: number[][],
) {
  const values = initialParameters(classifierParameters(settings), new Random(1));
  const session = await Session.create(predictionModel(settings, values, storage), { threads: 1 });
  const time = Math.max(...ids.map((row) => row.length));
  const padded = ids.flatMap((row) => [...row, ...new Array<number>(time - row.length).fill(0)]);
  const mask = ids.flatMap((row) => Array.from({ length: time }, (_, i) => (i < row.length ? 1 : 0)));
  const shape = [ids.length, time];
  const result = await session.run({ input_ids: int64(padded, shape), attention_mask: int64(mask, shape) });
  await session.release();
  return result.logits!;
}

const short = [2, 7, 9];
const long = [2, 11, 12, 13, 14, 15, 16, 17];

describe('the prediction graph', () => {
  it('gives two logits a review, the first of them zero', async () => {
    const { shape, data } = await logits(architecture, 'float32', [short, long]);
    expect(shape).toEqual([2, 2]);
    expect([data[0], data[2]]).toEqual([0, 0]);
    expect(data[1]).not.toBe(data[3]);
  });

  it('reads a review alike alone and beside a longer one', async () => {
    const alone = await logits(architecture, 'float32', [short]);
    const padded = await logits(architecture, 'float32', [short, long]);
    expect(padded.data[1]).toBeCloseTo(alone.data[1] as number, 6);
  });

  it('gives a logit for each of three labels', async () => {
    const { shape } = await logits({ ...architecture, classes: 3, bidirectional: false }, 'float32', [long]);
    expect(shape).toEqual([1, 3]);
  });

  it.each(['float16', 'int8'] as const)('gives nearly the same when stored as %s', async (storage) => {
    const full = await logits(architecture, 'float32', [long]);
    const small = await logits(architecture, storage, [long]);
    expect(small.data[1]).not.toBe(full.data[1]);
    expect(Math.abs((small.data[1] as number) - (full.data[1] as number))).toBeLessThan(0.01);
  });
});

describe('quantization', () => {
  it('keeps each value within half a step of its row', () => {
    const values = Float32Array.of(1, -0.5, 0.251, 0, 0, 0, 100, 3, -100);
    const { integers, scales } = quantizeRows(values, 3);
    values.forEach((value, i) => {
      const scale = scales[Math.floor(i / 3)]!;
      expect(Math.abs(integers[i]! * scale - value)).toBeLessThanOrEqual(scale / 2 + 1e-7);
    });
  });

  it('rounds to float16 as IEEE 754 has it', () => {
    const values = Float32Array.of(
      1,
      -2,
      65504,
      65520,
      2 ** -24,
      2.98e-8,
      1 / 3,
      0,
      Number.NaN,
      1.00048828125,
    );
    expect([...toFloat16(values)]).toEqual([
      0x3c00, 0xc000, 0x7bff, 0x7c00, 0x0001, 0x0000, 0x3555, 0x0000, 0x7e00, 0x3c00,
    ]);
  });
});
