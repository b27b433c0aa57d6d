import { describe, expect, it } from 'vitest';
import { int64 } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { Session } from '../runtime/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  embeddingName,
  initialParameters,
  type ParameterValues,
  predictionModel,
  quantizeRows,
  toFloat16,
  type WeightStorage,
} from './index.js';

/** The number that 16 bits stand for (IEEE 754 binary16). */
function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

describe('float16', () => {
  const finite = Array.from({ length: 0x7c00 }, (_, bits) => bits);

  it('gives every number of 16 bits back', () => {
    const all = [...finite, ...finite.map((bits) => bits | 0x8000), 0x7c00, 0xfc00];
    expect(Array.from(toFloat16(Float32Array.from(all, fromFloat16)))).toEqual(all);
  });

  it('rounds to the nearest, and halfway to the even one', () => {
    const middles = finite.slice(0, -1).map((bits) => (fromFloat16(bits) + fromFloat16(bits + 1)) / 2);
    const even = finite.slice(0, -1).map((bits) => bits + (bits % 2));
    expect(Array.from(toFloat16(Float32Array.from(middles)))).toEqual(even);
    const above = middles.map((middle) => middle * (1 + 2 ** -20));
    expect(Array.from(toFloat16(Float32Array.from(above)))).toEqual(finite.slice(1));
    const below = middles.map((middle) => middle * (1 - 2 ** -20));
    expect(Array.from(toFloat16(Float32Array.from(below)))).toEqual(finite.slice(0, -1));
  });
});

describe('int8 rows', () => {
  it('reach 127 at the largest value of each row and keep its sign', () => {
    const { integers, scales } = quantizeRows(Float32Array.of(0.5, -2, 1e-30, 1e-30, 3e8, -1), 3);
    expect(Array.from(integers)).toEqual([32, -127, 127, 127, 127, 0]);
    expect(Array.from(scales)).toEqual(
      [2, 1e-30, 3e8].map((largest) => Math.fround(Math.fround(largest) / 127)),
    );
  });
});

describe('a stored model', () => {
  const architecture: ClassifierArchitecture = {
    vocabularySize: 30,
    embeddingSize: 6,
    hiddenSize: 5,
    layers: 1,
    bidirectional: true,
    pooling: ['mean', 'max'],
    classes: 2,
  };
  const definitions = classifierParameters(architecture);
  const values = initialParameters(definitions, new Random(2));
  const half = (data: Float32Array): Float32Array => Float32Array.from(toFloat16(data), fromFloat16);

  async function logit(parameters: ParameterValues, storage: WeightStorage): Promise<number> {
    const session = await Session.create(predictionModel(architecture, parameters, storage), { threads: 1 });
    const ids = [2, 7, 9, 29, 0, 11];
    const feeds = {
      input_ids: int64(ids, [1, 6]),
      attention_mask: int64(
        ids.map(() => 1),
        [1, 6],
      ),
    };
    const { logits } = await session.run(feeds);
    await session.release();
    return Number(logits!.data[1]);
  }

  it('computes with exactly the rounded weights', async () => {
    const rounded = (round: (data: Float32Array, shape: readonly number[]) => Float32Array) =>
      new Map(
        definitions.map(({ name, shape }) => {
          const isMatrix = shape.every((size) => size > 1);
          return [name, isMatrix ? round(values.get(name)!, shape) : values.get(name)!];
        }),
      );
    const rows = (data: Float32Array, [count, columns]: readonly number[]): Float32Array => {
      const { integers, scales } = quantizeRows(data, count!);
      return Float32Array.from(integers, (integer, i) => integer * scales[Math.floor(i / columns!)]!);
    };
    expect(await logit(values, 'float16')).toBeCloseTo(await logit(rounded(half), 'float32'), 6);
    expect(await logit(values, 'int8')).toBeCloseTo(await logit(rounded(rows), 'float32'), 6);
  });

  it('is refused without a parameter or with one of another size', () => {
    const without = new Map(values);
    without.delete('linear.bias');
    expect(() => predictionModel(architecture, without, 'float32')).toThrow('"linear.bias" needs 1 values');
    const other = new Map(values).set(embeddingName, new Float32Array(5));
    expect(() => predictionModel(architecture, other, 'int8')).toThrow(
      `"${embeddingName}" needs 180 values, not 5`,
    );
  });
});
