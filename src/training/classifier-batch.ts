/** A batch of reviews as the classifier's graphs are fed it: padded ids, masks, targets, and what dropout sets to zero. */
import type { ClassifierArchitecture } from '../models/index.js';
import { type DropoutMask, logitCount, type WeightMask } from '../models/index.js';
import { elementCount, float32, type Tensor } from '../onnx/index.js';
import { Random } from '../random/index.js';
import { UNKNOWN_ID } from '../text/index.js';
import { virtualInputs } from './adversarial.js';
import type { DistinctTokens } from './distinct-tokens.js';
import type { EncodedReviews } from './encoded-reviews.js';

export interface BatchSettings {
  readonly architecture: ClassifierArchitecture;
  readonly masks: readonly DropoutMask[];
  readonly weightMasks?: readonly WeightMask[];
  readonly wordDropout: number;
  readonly seed: number;
  /** What a labelled review counts beside an unlabelled one, so that the mean over the labelled ones has the right size. */
  readonly labelledScale?: number;
  /** Whether the virtual adversarial loss is on, which is fed noise and a weight for every review. */
  readonly virtual?: boolean;
}

/** The generator of everything that is drawn for review `review` in step `step`: the same in whichever thread it runs. */
function generatorFor(seed: number, step: number, review: number): Random {
  return new Random(
    (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(step + 1, 0x85ebca6b) ^ Math.imul(review + 1, 0xc2b2ae35)) |
      0,
  );
}

/**
 * The feeds of a step for some reviews of a batch (its other inputs are the parameters and `rows`). T is the longest of
 * them, and each counts with `weight` in the loss, an unlabelled one (label -1, no target) only in the virtual one.
 */
export function batchFeeds(
  reviews: EncodedReviews,
  chosen: readonly number[],
  distinct: DistinctTokens,
  settings: BatchSettings,
  step: number,
  weight: number,
): Record<string, Tensor> {
  const { architecture, masks, wordDropout, seed, labelledScale = 1, virtual = false } = settings;
  const { ids, offsets, labels, targets } = reviews;
  const B = chosen.length;
  const T = chosen.reduce((longest, review) => Math.max(longest, offsets[review + 1]! - offsets[review]!), 1);
  const K = logitCount(architecture);
  const tokenRows = new Int32Array(T * B);
  const mask = new Float32Array(T * B);
  const last = new Float32Array(T * B);
  const target = new Float32Array(K * B);
  const weights = new Float32Array(B);
  const dropout = masks.map(({ features }) => new Float32Array(features * B));
  const unknown = distinct.placeOf(UNKNOWN_ID);

  chosen.forEach((review, b) => {
    const random = generatorFor(seed, step, review);
    const start = offsets[review]!;
    const length = offsets[review + 1]! - start;
    for (let t = 0; t < length; t++) {
      const dropped = wordDropout > 0 && t > 0 && random.uniform() < wordDropout;
      tokenRows[t * B + b] = dropped ? unknown : distinct.placeOf(ids[start + t]!);
      mask[t * B + b] = 1;
    }
    last[(length - 1) * B + b] = 1;
    const label = labels[review]!;
    if (targets !== undefined) for (let k = 0; k < K; k++) target[k * B + b] = targets[review * K + k]!;
    else if (K === 1) target[b] = Math.max(0, label);
    else if (label >= 0) target[label * B + b] = 1;
    if (targets !== undefined || label >= 0) weights[b] = weight * labelledScale;
    masks.forEach(({ rate, features, layout }, m) => {
      const values = dropout[m]!;
      for (let f = 0; f < features; f++) {
        const value = random.uniform() < rate ? 0 : 1 / (1 - rate);
        values[layout === 'batch-first' ? b * features + f : f * B + b] = value;
      }
    });
  });

  const feeds: Record<string, Tensor> = {
    token_rows: { type: 'int32', data: tokenRows, shape: [T, B] },
    mask: float32(mask, [T, 1, B]),
    target: float32(target, [K, B]),
    weight: float32(weights, [1, B]),
  };
  if (virtual) {
    feeds[virtualInputs.weight] = float32(new Float32Array(B).fill(weight), [1, B]);
    feeds[virtualInputs.noise] = signs(reviews, chosen, settings, step, T);
  }
  if (architecture.pooling.includes('last')) feeds.last = float32(last, [T, 1, B]);
  masks.forEach(({ name, features, layout }, m) => {
    feeds[name] = float32(dropout[m]!, layout === 'batch-first' ? [1, B, features] : [features, B]);
  });
  settings.weightMasks?.forEach((weightMask, m) => {
    feeds[weightMask.name] = maskedWeights(weightMask, generatorFor(seed ^ 0x27d4eb2f, step, m));
  });
  return feeds;
}

function maskedWeights({ rate, shape }: WeightMask, random: Random): Tensor {
  const kept = 1 / (1 - rate);
  const data = new Float32Array(elementCount(shape));
  for (let i = 0; i < data.length; i++) data[i] = random.uniform() < rate ? 0 : kept;
  return float32(data, shape);
}

/** Random signs int8 [T, B, E] for the tokens of each review, the same in whichever thread they are drawn. */
function signs(
  { offsets }: EncodedReviews,
  chosen: readonly number[],
  { architecture, seed }: BatchSettings,
  step: number,
  T: number,
): Tensor {
  const E = architecture.embeddingSize;
  const B = chosen.length;
  const data = new Int8Array(T * B * E);
  chosen.forEach((review, b) => {
    const random = generatorFor(seed ^ 0x5bd1e995, step, review);
    const length = offsets[review + 1]! - offsets[review]!;
    for (let t = 0; t < length; t++) {
      const start = (t * B + b) * E;
      let bits = 0;
      for (let e = 0; e < E; e++) {
        if (e % 32 === 0) bits = random.nextUint32();
        data[start + e] = bits & 1 ? 1 : -1;
        bits >>>= 1;
      }
    }
  });
  return { type: 'int8', data, shape: [T, B, E] };
}

/** The feeds of the forward graph for some reviews: places of tokens and mask, int64 [B, T]. */
export function forwardFeeds(
  { ids, offsets }: EncodedReviews,
  chosen: readonly number[],
  distinct: DistinctTokens,
): Record<string, Tensor> {
  const B = chosen.length;
  const T = chosen.reduce((longest, review) => Math.max(longest, offsets[review + 1]! - offsets[review]!), 1);
  const places = new BigInt64Array(B * T);
  const mask = new BigInt64Array(B * T);
  // Ids are small and not negative: writing the lower halves avoids a BigInt for each (typed arrays are little-endian).
  const lowPlaces = new Int32Array(places.buffer);
  const lowMask = new Int32Array(mask.buffer);
  chosen.forEach((review, b) => {
    const start = offsets[review]!;
    const length = offsets[review + 1]! - start;
    for (let t = 0; t < length; t++) {
      lowPlaces[2 * (b * T + t)] = distinct.placeOf(ids[start + t]!);
      lowMask[2 * (b * T + t)] = 1;
    }
  });
  return {
    input_ids: { type: 'int64', data: places, shape: [B, T] },
    attention_mask: { type: 'int64', data: mask, shape: [B, T] },
  };
}
