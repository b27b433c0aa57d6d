/** Encoded texts as batches of similar length, and a batch as the two tensors that the prediction graph takes. */
import type { Tensor } from '../onnx/index.js';

export interface BatchLimits {
  /** Texts in a batch at most. */
  readonly batchSize: number;
  /** Bound on texts x longest text of a batch, in ids; a text longer than it is a batch of its own. */
  readonly maximumPaddedTokens: number;
}

/**
 * The indexes of `lengths` (ids of each text), each in exactly one batch, batches in order of length. Depends on the lengths
 * alone, so that the same texts in the same order always give the same batches.
 */
export function planBatches(lengths: ArrayLike<number>, limits: BatchLimits): Uint32Array[] {
  const { batchSize, maximumPaddedTokens } = limits;
  const order = Uint32Array.from(lengths, (_, index) => index).sort(
    (a, b) => lengths[a]! - lengths[b]! || a - b,
  );
  const batches: Uint32Array[] = [];
  let start = 0;
  for (let position = 1; position <= order.length; position++) {
    const size = position - start;
    const next = order[position];
    if (next === undefined || size >= batchSize || (size + 1) * lengths[next]! > maximumPaddedTokens) {
      batches.push(order.subarray(start, position));
      start = position;
    }
  }
  return batches;
}

/**
 * Pads to the longest text of the batch: `input_ids` and `attention_mask`, int64 [B, T]. The 64-bit numbers are written as
 * their low halves (ids are below 2^31, the machine is little-endian as ONNX Runtime's are), without a BigInt for each.
 * @param batch ids of each text
 */
export function padBatch(batch: readonly Int32Array[]): { input_ids: Tensor; attention_mask: Tensor } {
  const time = batch.reduce((longest, ids) => Math.max(longest, ids.length), 0); // T
  const shape = [batch.length, time];
  const ids = new BigInt64Array(batch.length * time);
  const mask = new BigInt64Array(batch.length * time);
  const lowIds = new Int32Array(ids.buffer);
  const lowMask = new Int32Array(mask.buffer);
  batch.forEach((text, row) => {
    let place = 2 * row * time;
    for (let t = 0; t < text.length; t++, place += 2) {
      lowIds[place] = text[t]!;
      lowMask[place] = 1;
    }
  });
  return {
    input_ids: { type: 'int64', data: ids, shape },
    attention_mask: { type: 'int64', data: mask, shape },
  };
}
