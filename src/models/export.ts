/** A trained classifier as the bytes of its prediction graph, weights inside. */
import { ReelsenseError } from '../errors/index.js';
import {
  Cast,
  elementCount,
  Gather,
  Graph,
  Mul,
  modelBytes,
  type ScaledWeights,
  Unsqueeze,
  type Value,
} from '../onnx/index.js';
import {
  denseParameters,
  embeddingParameter,
  type PredictionMember,
  predictionForward,
} from './classifier.js';
import { type ClassifierArchitecture, directionNames } from './configuration.js';
import { memberArchitectures, memberParameterName } from './ensemble.js';
import { floatLstm } from './lstm.js';
import type { ParameterDefinition, ParameterLookup, ParameterValues } from './parameters.js';
import { largestInteger, quantizeRows, toFloat16 } from './quantization.js';
import { largestLstmInteger, quantizedLstm } from './quantized-lstm.js';

/**
 * How the weights of a classifier are stored. `float32`: as trained. `float16`: matrices at half the size. `int8`: matrices as int8 with a scale for each row.
 * All compute in float32, but for an `int8` LSTM from {@link smallestInIntegers} units, whose products are computed in integers.
 */
export type WeightStorage = 'float32' | 'float16' | 'int8';

export const weightStorages: readonly WeightStorage[] = ['float32', 'float16', 'int8'];

/** @throws ReelsenseError 'invalid-option': who calls from JavaScript may give anything */
export function requireStorage(storage: WeightStorage): void {
  if (weightStorages.includes(storage)) return;
  throw new ReelsenseError(
    'invalid-option',
    `The storage of the weights is ${JSON.stringify(storage)}; give one of ${weightStorages.join(', ')}.`,
  );
}

/** H from which products of integers are faster than those of float32: at H 64 they take 1.2 times as long, at H 128 0.7. */
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
    const dense = denseParameters(single);
    const definitionOf = (wanted: string) => dense.find((definition) => definition.name === wanted)!;
    const parameter: ParameterLookup = (wanted) => store.weights(definitionOf(wanted));
    const directions = directionNames(single);
    const isInIntegers = storage === 'int8' && single.hiddenSize >= smallestInIntegers;
    const matrix = (wanted: string) => store.rows(definitionOf(wanted), largestLstmInteger);
    return {
      architecture: single,
      embed: store.embedding(table),
      parameter,
      lstm: isInIntegers
        ? quantizedLstm(directions, matrix, parameter, store.rows(table).bound)
        : floatLstm(directions, parameter),
    };
  });
  predictionForward(graph, members);
  return modelBytes(graph);
}

/** Where the scale of each row of an int8 matrix called `name` stands, float32 [rows]. */
export function scaleName(name: string): string {
  return `${name}.scale`;
}

type Definition = Pick<ParameterDefinition, 'name' | 'shape'>;

/** A matrix as int8 with a scale for each row; no absolute value that it stands for is larger than `bound`. */
interface BoundedMatrix extends ScaledWeights {
  readonly bound: number;
}

/** Puts the parameters of a member into the graph, each when it is asked for. */
class MemberStore {
  private readonly matrices = new Map<string, BoundedMatrix>();

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

  /** As int8; the largest integer of each row is `limit`. */
  rows(definition: Definition, limit = largestInteger): BoundedMatrix {
    const { name, data } = this.named(definition);
    const known = this.matrices.get(name);
    if (known !== undefined) return known;
    const { shape } = definition;
    const { integers, scales } = quantizeRows(data, shape[0]!, limit);
    const matrix = {
      integers: this.graph.constant({ type: 'int8', data: integers, shape }, name),
      scales: this.graph.constant({ type: 'float32', data: scales, shape: [shape[0]!] }, scaleName(name)),
      bound: Math.fround(limit * scales.reduce((largest, scale) => Math.max(largest, scale), 0)),
    };
    this.matrices.set(name, matrix);
    return matrix;
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
}

/** int8 [..., columns] times float32 [...] */
function scaled({ integers, scales }: ScaledWeights): Value {
  return Mul(Cast(integers, 'float32'), Unsqueeze(scales, [-1]));
}
