/** The numbers of a training run, in memory that all its threads share. */
import { initialParameters, type ParameterDefinition } from '../models/index.js';
import { elementCount } from '../onnx/index.js';
import type { Random } from '../random/index.js';
import { allocateShared, type SharedFloats } from './kernels.js';

/** A group of numbers under training: values, the optimiser's memory of them, and their moving average. */
export interface ParameterGroup {
  readonly values: SharedFloats;
  readonly first: SharedFloats;
  readonly second: SharedFloats;
  /** The values themselves where no average is kept. */
  readonly average: SharedFloats;
}

export interface DensePlace {
  readonly name: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly count: number;
  /** Factor of the learning rate. */
  readonly rateScale: number;
  /** How far below the top it lies. */
  readonly depth: number;
}

export interface TrainingMemory {
  /** What all arrays of float32 lie in. */
  readonly shared: WebAssembly.Memory;
  /** All parameters but the embedding table, one after another as `places` says. */
  readonly dense: ParameterGroup;
  readonly places: readonly DensePlace[];
  /** The embedding table [V, E]. */
  readonly embedding: ParameterGroup;
  readonly embeddingSize: number;
  readonly embeddingRateScale: number;
  readonly embeddingDepth: number;
  /** For each row of the table: the step up to which its average is right. */
  readonly averagedUntil: Int32Array<SharedArrayBuffer>;
  /** Gradients of each replica: the dense ones, then those of the batch's rows [U, E]. */
  readonly gradients: readonly SharedFloats[];
}

/**
 * Memory with initial values. `maximumRows` bounds the distinct words of one batch; where `movingAverage`, its decay,
 * is 0, no average is kept.
 * @throws ReelsenseError 'invalid-option' when it would be more than 4 GiB; 'no-space' where it cannot be reserved
 */
export function createMemory({
  dense,
  embedding,
  replicas,
  maximumRows,
  rateScale,
  depth = () => 0,
  movingAverage,
  random,
}: {
  dense: readonly ParameterDefinition[];
  embedding: ParameterDefinition;
  replicas: number;
  maximumRows: number;
  rateScale: (name: string) => number;
  depth?: (name: string) => number;
  movingAverage: number;
  random: Random;
}): TrainingMemory {
  let start = 0;
  const places = dense.map(({ name, shape }): DensePlace => {
    const count = elementCount(shape);
    const place = { name, shape, start, count, rateScale: rateScale(name), depth: depth(name) };
    start += count;
    return place;
  });
  const [rows, embeddingSize] = embedding.shape as [number, number];
  const gradientCount = start + Math.min(rows, maximumRows) * embeddingSize;
  const arraysOfGroup = movingAverage > 0 ? 4 : 3;
  const { memory: shared, arrays } = allocateShared([
    ...Array<number>(arraysOfGroup).fill(start),
    ...Array<number>(arraysOfGroup).fill(rows * embeddingSize),
    ...Array<number>(replicas).fill(gradientCount),
  ]);
  const memory: TrainingMemory = {
    shared,
    dense: parameterGroup(arrays.slice(0, arraysOfGroup)),
    places,
    embedding: parameterGroup(arrays.slice(arraysOfGroup, 2 * arraysOfGroup)),
    embeddingSize,
    embeddingRateScale: rateScale(embedding.name),
    embeddingDepth: depth(embedding.name),
    averagedUntil: new Int32Array(new SharedArrayBuffer(rows * 4)),
    gradients: arrays.slice(2 * arraysOfGroup),
  };
  const initial = initialParameters([embedding, ...dense], random);
  for (const [name, values] of initial) setParameter(memory, name, embedding.name, values);
  return memory;
}

function parameterGroup(arrays: readonly SharedFloats[]): ParameterGroup {
  const [values, first, second, average = values] = arrays as [SharedFloats, SharedFloats, SharedFloats];
  return { values, first, second, average };
}

/** Sets a parameter and its average. */
export function setParameter(
  memory: TrainingMemory,
  name: string,
  embeddingName: string,
  values: Float32Array,
): void {
  if (name === embeddingName) {
    memory.embedding.values.set(values);
    memory.embedding.average.set(values);
    return;
  }
  const place = memory.places.find((candidate) => candidate.name === name);
  if (place === undefined || place.count !== values.length)
    throw new RangeError(`no parameter "${name}" of this size`);
  memory.dense.values.set(values, place.start);
  memory.dense.average.set(values, place.start);
}

/** Copies of all parameters by name, as they are now or as their moving average. */
export function parameterValues(
  memory: TrainingMemory,
  embeddingName: string,
  which: 'values' | 'average',
): Map<string, Float32Array> {
  const result = new Map([[embeddingName, Float32Array.from(memory.embedding[which])]]);
  for (const { name, start, count } of memory.places) {
    result.set(name, Float32Array.from(memory.dense[which].subarray(start, start + count)));
  }
  return result;
}
