/** Reviews as token ids in one flat shared array, so that every thread reads the same memory. */
import type { Example } from '../datasets/index.js';
import type { Tokenizer } from '../text/index.js';

export interface EncodedReviews {
  /** All ids one after another. */
  readonly ids: Int32Array<SharedArrayBuffer>;
  /** Review i is ids[offsets[i]] up to ids[offsets[i + 1]]. */
  readonly offsets: Uint32Array<SharedArrayBuffer>;
  readonly labels: Int32Array<SharedArrayBuffer>;
  /** [N, K]: what the loss compares with, instead of the labels alone (see `softTargets`). */
  readonly targets?: Float32Array<SharedArrayBuffer> | undefined;
}

export function reviewCount({ labels }: EncodedReviews): number {
  return labels.length;
}

export function reviewLengths({ offsets, labels }: EncodedReviews): Uint32Array {
  return Uint32Array.from(labels, (_, i) => offsets[i + 1]! - offsets[i]!);
}

/** Encodes texts; of one longer than `maximumLength` ids the start and the end are kept, in the share 1 to 2. */
export function encodeReviews(
  examples: readonly Pick<Example, 'text' | 'label'>[],
  tokenizer: Tokenizer,
  maximumLength: number,
): EncodedReviews {
  const encoded = examples.map(({ text }) => headAndTail(tokenizer.encode(text).ids, maximumLength));
  const total = encoded.reduce((sum, ids) => sum + ids.length, 0);
  const ids = new Int32Array(new SharedArrayBuffer(total * 4));
  const offsets = new Uint32Array(new SharedArrayBuffer((examples.length + 1) * 4));
  const labels = new Int32Array(new SharedArrayBuffer(examples.length * 4));
  let at = 0;
  encoded.forEach((review, i) => {
    ids.set(review, at);
    at += review.length;
    offsets[i + 1] = at;
    labels[i] = examples[i]!.label;
  });
  return { ids, offsets, labels };
}

function headAndTail(ids: Int32Array, maximumLength: number): Int32Array {
  if (ids.length <= maximumLength) return ids;
  const head = Math.max(1, Math.floor(maximumLength / 3));
  const kept = new Int32Array(maximumLength);
  kept.set(ids.subarray(0, head));
  kept.set(ids.subarray(ids.length - (maximumLength - head)), head);
  return kept;
}
