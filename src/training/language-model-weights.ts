/**
 * How a language model's weights stand in a file of tensors: as float32 in a run's checkpoint, in fewer bits where it was exported
 * to be passed on. Dense parameters stand one behind the other, as in memory.
 */
import type { TensorArray } from '../checkpoint/index.js';
import { dequantizeRows, fromFloat16, quantizeRows, toFloat16, type WeightStorage } from '../models/index.js';

export interface LanguageModelWeights {
  /** [D] */
  readonly dense: Float32Array<ArrayBuffer>;
  /** [V E] */
  readonly embedding: Float32Array<ArrayBuffer>;
}

type Tensors = Readonly<Record<string, TensorArray>>;

/** @param words V */
export function storedTensors(
  { dense, embedding }: LanguageModelWeights,
  words: number,
  storage: WeightStorage,
): Record<string, TensorArray> {
  if (storage === 'float32') return { 'dense.values': dense, 'embedding.values': embedding };
  const half = { 'dense.float16': toFloat16(dense) };
  if (storage === 'float16') return { ...half, 'embedding.float16': toFloat16(embedding) };
  const { integers, scales } = quantizeRows(embedding, words);
  return { ...half, 'embedding.int8': integers, 'embedding.scales': scales };
}

/** @returns undefined where the tensors are not those of a language model */
export function readTensors(tensors: Tensors): LanguageModelWeights | undefined {
  const dense = floatsOf(tensors, 'dense');
  const embedding = floatsOf(tensors, 'embedding');
  return dense === undefined || embedding === undefined ? undefined : { dense, embedding };
}

function floatsOf(tensors: Tensors, group: 'dense' | 'embedding'): Float32Array<ArrayBuffer> | undefined {
  const [whole, half, integers, scales] = ['values', 'float16', 'int8', 'scales'].map(
    (kind) => tensors[`${group}.${kind}`],
  );
  if (whole instanceof Float32Array) return whole;
  if (half instanceof Uint16Array) return fromFloat16(half);
  if (integers instanceof Int8Array && scales instanceof Float32Array)
    return dequantizeRows({ integers, scales });
  return undefined;
}
