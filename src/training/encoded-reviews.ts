/** Reviews as token ids in one flat shared array, so that every thread reads the same memory. */
import type { Example } from '../datasets/index.js';
import type { Tokenizer } from '../text/index.js';
import { GrowingIntegers } from './growing-integers.js';

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

type TextWithLabel = Pick<Example, 'text' | 'label'>;

/** Encodes texts; of one longer than `maximumLength` ids the start and the end are kept, in the share 1 to 2. */
export function encodeReviews(
  examples: Iterable<TextWithLabel>,
  tokenizer: Pick<Tokenizer, 'encode'>,
  maximumLength: number,
): EncodedReviews {
  const encoder = new ReviewEncoder(tokenizer, maximumLength);
  for (const example of examples) encoder.add(example);
  return encoder.finish();
}

/** The same for texts that come one by one. None is kept, and no array a text: there are many millions of sentences. */
export class ReviewEncoder {
  private readonly ids = new GrowingIntegers();
  private readonly lengths = new GrowingIntegers();
  private readonly labels = new GrowingIntegers();

  constructor(
    private readonly tokenizer: Pick<Tokenizer, 'encode'>,
    private readonly maximumLength: number,
  ) {}

  add({ text, label }: TextWithLabel): void {
    const { ids, maximumLength } = this;
    const before = ids.length;
    const review = this.tokenizer.encode(text).ids;
    if (review.length <= maximumLength) ids.append(review);
    else {
      const head = Math.max(1, Math.floor(maximumLength / 3));
      ids.append(review.subarray(0, head));
      ids.append(review.subarray(review.length - (maximumLength - head)));
    }
    this.lengths.push(ids.length - before);
    this.labels.push(label);
  }

  finish(): EncodedReviews {
    const offsets = new Uint32Array(new SharedArrayBuffer((this.lengths.length + 1) * 4));
    this.lengths.toShared().forEach((length, i) => {
      offsets[i + 1] = offsets[i]! + length;
    });
    return { ids: this.ids.toShared(), offsets, labels: this.labels.toShared() };
  }
}
