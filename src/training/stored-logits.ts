/** Runs the bytes of a finished prediction graph, so that what is published was measured as it is stored. */
import { lengthBuckets } from '../datasets/index.js';
import { Session } from '../runtime/index.js';

const limits = { batchSize: 32, maximumPaddedTokens: 8192 };

/**
 * Logits [C] of each review, in their order.
 * @param model bytes of the ONNX file  @param reviews ids of each
 */
export async function storedLogits(
  model: Uint8Array,
  reviews: readonly Int32Array[],
  threads: number,
): Promise<Float32Array[]> {
  const session = await Session.create(model, { threads });
  const logits: Float32Array[] = new Array(reviews.length);
  try {
    const lengths = reviews.map((ids) => ids.length);
    for (const batch of lengthBuckets(lengths, limits)) {
      const time = Math.max(...Array.from(batch, (review) => lengths[review]!)); // T
      const shape = [batch.length, time];
      const ids = new BigInt64Array(batch.length * time);
      const mask = new BigInt64Array(batch.length * time);
      batch.forEach((review, row) => {
        reviews[review]!.forEach((id, t) => {
          ids[row * time + t] = BigInt(id);
          mask[row * time + t] = 1n;
        });
      });
      const output = await session.run({
        input_ids: { type: 'int64', data: ids, shape },
        attention_mask: { type: 'int64', data: mask, shape },
      });
      const data = output.logits!.data as Float32Array; // [B, C]
      const classes = data.length / batch.length;
      batch.forEach((review, row) => {
        logits[review] = data.slice(row * classes, (row + 1) * classes);
      });
    }
  } finally {
    await session.release();
  }
  return logits;
}
