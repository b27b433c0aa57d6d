import { describe, expect, it } from 'vitest';
import { padBatch, planBatches } from './batches.js';

describe('batches', () => {
  it('hold each text once, sorted by length, within both bounds', () => {
    const lengths = [9, 2, 30, 2, 8, 1, 40, 7, 7, 3];
    const batches = planBatches(lengths, { batchSize: 4, maximumPaddedTokens: 30 });
    expect(batches.map((batch) => [...batch])).toEqual([[5, 1, 3, 9], [7, 8, 4], [0], [2], [6]]);
  });

  it('are none for no text', () => {
    expect(planBatches([], { batchSize: 4, maximumPaddedTokens: 30 })).toEqual([]);
  });

  it('pad to the longest text, with a mask', () => {
    const { input_ids, attention_mask } = padBatch([Int32Array.of(2, 70_000), Int32Array.of(2, 5, 6)]);
    expect(input_ids).toEqual({
      type: 'int64',
      data: BigInt64Array.of(2n, 70_000n, 0n, 2n, 5n, 6n),
      shape: [2, 3],
    });
    expect(attention_mask.data).toEqual(BigInt64Array.of(1n, 1n, 0n, 1n, 1n, 1n));
  });
});
