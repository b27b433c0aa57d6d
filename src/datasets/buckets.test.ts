import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { lengthBuckets } from './buckets.js';

const draw = new Random(1);
const lengths = Uint32Array.from({ length: 1003 }, () => 10 + Math.floor(Math.exp(5 + draw.normal())));

const longest = (batch: Uint32Array): number => Math.max(...Array.from(batch, (i) => lengths[i] ?? 0));
const paddedTokens = (batches: Uint32Array[]): number =>
  batches.reduce((sum, batch) => sum + batch.length * longest(batch), 0);

describe('lengthBuckets', () => {
  it.each([
    ['in order', undefined],
    ['at random', new Random(5)],
  ])('puts every index into exactly one batch %s', (_, random) => {
    for (const maximumPaddedTokens of [undefined, 4000, 1]) {
      const batches = lengthBuckets(lengths, { batchSize: 32, random, maximumPaddedTokens });
      const indexes = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
      expect(indexes).toEqual(Array.from(lengths, (_, i) => i));
      expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(32);
    }
  });

  it('without random numbers goes from short to long', () => {
    const batches = lengthBuckets([5, 1, 3, 1, 9], { batchSize: 2 });
    expect(batches.map((batch) => [...batch])).toEqual([[1, 3], [2, 0], [4]]);
  });

  it('bounds the padded tokens of a batch, and gives a longer text a batch of its own', () => {
    for (const random of [undefined, new Random(2)]) {
      for (const batch of lengthBuckets(lengths, { batchSize: 64, random, maximumPaddedTokens: 1500 })) {
        if (batch.length > 1) expect(batch.length * longest(batch)).toBeLessThanOrEqual(1500);
      }
    }
  });

  it('with random numbers differs between epochs and wastes little', () => {
    const random = new Random(3);
    const first = lengthBuckets(lengths, { batchSize: 32, random });
    const second = lengthBuckets(lengths, { batchSize: 32, random });
    const companies = (batches: Uint32Array[]): Set<string> =>
      new Set(batches.map((batch) => [...batch].sort().join()));
    const kept = [...companies(first)].filter((batch) => companies(second).has(batch));
    expect(kept).toEqual([]);
    const real = lengths.reduce((sum, length) => sum + length, 0);
    expect(1 - real / paddedTokens(first)).toBeLessThan(0.2);
    const again = lengthBuckets(lengths, { batchSize: 32, random: new Random(3) });
    expect(again).toEqual(first);
  });

  it('takes no texts, and refuses a batch size that is none', () => {
    expect(lengthBuckets([], { batchSize: 4 })).toEqual([]);
    expect(() => lengthBuckets([1], { batchSize: 0 })).toThrow(RangeError);
  });
});
