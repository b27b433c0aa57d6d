/**
 * Batches of texts of similar length, so that little of a padded batch is padding (bucketing as in Sutskever et
 * al. 2014, section 3.4, with lengths blurred so that the batches of two epochs differ).
 */
import type { Random } from '../random/index.js';

/** How far a length is blurred before sorting, as a share of it: up to this much more or less, and a token at least. */
const BLUR = 0.03;

export interface BucketOptions {
  /** Texts in a batch at most. */
  readonly batchSize: number;
  /** Blurs the lengths and shuffles the batches; without it the batches come in order of length. */
  readonly random?: Random | undefined;
  /** Bound on texts x longest text of a batch, in tokens; a text longer than it is a batch of its own. */
  readonly maximumPaddedTokens?: number | undefined;
}

/**
 * The indexes of `lengths` (tokens of each text) in batches of similar length; each index stands in exactly one.
 */
export function lengthBuckets(lengths: ArrayLike<number>, options: BucketOptions): Uint32Array[] {
  const { batchSize, random, maximumPaddedTokens = Number.POSITIVE_INFINITY } = options;
  if (!(batchSize >= 1)) throw new RangeError(`batchSize is ${batchSize}; it must be at least 1`);
  const count = lengths.length;
  const keys = Float64Array.from({ length: count }, (_, index) => {
    const length = lengths[index] ?? 0;
    return random === undefined ? length : length + Math.max(1, BLUR * length) * (2 * random.uniform() - 1);
  });
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  if (random !== undefined) random.shuffle(order); // so that texts of equal length meet in new company
  const rank = (index: number): number => keys[index] ?? 0;
  order.sort((a, b) => rank(a) - rank(b) || (random === undefined ? a - b : 0));

  const batches: Uint32Array[] = [];
  let start = 0;
  let longest = 0;
  for (let position = 0; position < count; position++) {
    const length = lengths[order[position] ?? 0] ?? 0;
    const size = position - start;
    if (size >= batchSize || (size > 0 && (size + 1) * Math.max(longest, length) > maximumPaddedTokens)) {
      batches.push(order.slice(start, position));
      start = position;
      longest = 0;
    }
    longest = Math.max(longest, length);
  }
  if (start < count) batches.push(order.slice(start));
  return random === undefined ? batches : random.shuffle(batches);
}
