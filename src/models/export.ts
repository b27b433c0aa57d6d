/** A trained classifier as the bytes of its prediction graph, weights inside. */
import { Cast, elementCount, Gather, Graph, Mul, modelBytes, Unsqueeze, type Value } from '../onnx/index.js';
import {
  denseParameters,
  embeddingParameter,
  type PredictionMember,
  predictionForward,
} from './classifier.js';
import { type ClassifierArchitecture, directionNames } from './configuration.js';
import { memberArchitectures, memberParameterName } from './ensemble.js';
import type { ParameterDefinition, ParameterLookup, ParameterValues } from './parameters.js';
import { largestInteger, quantizeRows, toFloat16 } from './quantization.js';
import { largestWeight, quantizedLstm, type StoredMatrix } from './quantized-lstm.js';

/**
 * How weights are stored. `float32`: as trained. `float16`: matrices at half the size. `int8`: matrices as int8 with a scale for each row.
 * All compute in float32, but for an `int8` LSTM from {@link smallestInIntegers} units, whose products are computed in integers.
 */
export type WeightStorage = 'float32' | 'float16' | 'int8';

export const weightStorages: readonly WeightStorage[] = ['float32', 'float16', 'int8'];

/** H from which products of integers are faster than those of float32 (`npm run bench:prediction`). */
const smallestInIntegers = 128;

/** @throws RangeError when `values` lack a parameter or one has the wrong size. */
export function predictionModel(
  architecture: ClassifierArchitecture,
  values: ParameterValues,
  storage: WeightStorage,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const members = memberArchitectures(architecture).map((single, member): PredictionMember => {
    const store = new MemberStore(graph, storage, member, values);
    const table = embeddingParameter(single);
    const embed = store.embedding(table);
    const dense = denseParameters(single);
    const definitionOf = (wanted: string) => dense.find((definition) => definition.name === wanted)!;
    const parameter: ParameterLookup = (wanted) => store.weights(definitionOf(wanted));
    if (storage !== 'int8' || single.hiddenSize < smallestInIntegers)
      return { architecture: single, embed, parameter };
    const matrix = (wanted: string) => store.rows(definitionOf(wanted), largestWeight);
    const lstm = quantizedLstm(directionNames(single), matrix, parameter, store.largest(table));
    return { architecture: single, embed, parameter, lstm };
  });
  predictionForward(graph, members);
  return modelBytes(graph);
}

/** Where the scale of each row of an int8 table called `name` stands, float32 [V]. */
export function scaleName(name: string): string {
  return `${name}.scale`;
}

type Definition = Pick<ParameterDefinition, 'name' | 'shape'>;

/** Puts the parameters of a member into the graph, each when it is asked for. */
class MemberStore {
  constructor(
    private readonly graph: Graph,
    private readonly storage: WeightStorage,
    private readonly member: number,
    private readonly values: ParameterValues,
  ) {}

  private named({ name, shape }: Definition): { name: string; data: Float32Array } {
    const full = memberParameterName(this.member, name);
    const data = this.values.get(full);
    const count = elementCount(shape);
    if (data?.length !== count)
      throw new RangeError(`parameter "${full}" needs ${count} values, not ${data?.length}`);
    return { name: full, data };
  }

  /** As float32 to the graph, however they are stored: that is undone when the model is loaded. */
  weights(definition: Definition): Value {
    const { name, data } = this.named(definition);
    const { shape } = definition;
    const isMatrix = shape.every((size) => size > 1);
    if (this.storage === 'float32' || !isMatrix)
      return this.graph.constant({ type: 'float32', data, shape }, name);
    if (this.storage === 'int8') return scaled(this.rows(definition));
    return Cast(this.graph.constant({ type: 'float16', data: toFloat16(data), shape }, name), 'float32');
  }

  /** As int8 with a scale for each row. */
  rows(definition: Definition, limit = largestInteger): StoredMatrix {
    const { name, data } = this.named(definition);
    const { shape } = definition;
    const { integers, scales } = quantizeRows(data, shape[0]!, limit);
    return {
      integers: this.graph.constant({ type: 'int8', data: integers, shape }, name),
      scales: this.graph.constant({ type: 'float32', data: scales, shape: [shape[0]!] }, scaleName(name)),
    };
  }

  /** Looks embeddings up in the table as it is stored, so that only the rows in use are turned into float32. */
  embedding(definition: Definition): (ids: Value) => Value {
    if (this.storage === 'int8') {
      const { integers, scales } = this.rows(definition);
      return (ids) => scaled({ integers: Gather(integers, ids), scales: Gather(scales, ids) });
    }
    const { name, data } = this.named(definition);
    const { shape } = definition;
    if (this.storage === 'float32') {
      const table = this.graph.constant({ type: 'float32', data, shape }, name);
      return (ids) => Gather(table, ids);
    }
    const table = this.graph.constant({ type: 'float16', data: toFloat16(data), shape }, name);
    return (ids) => Cast(Gather(table, ids), 'float32');
  }

  /** The largest absolute value. */
  largest(definition: Definition): number {
    return this.named(definition).data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  }
}

/** int8 [..., columns] times float32 [...] */
function scaled({ integers, scales }: StoredMatrix): Value {
  return Mul(Cast(integers, 'float32'), Unsqueeze(scales, [-1]));
}
