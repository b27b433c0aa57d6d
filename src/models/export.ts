/** A trained classifier as the bytes of its prediction graph, weights inside. */
import { Cast, Gather, Graph, Mul, modelBytes, type Tensor, Unsqueeze, type Value } from '../onnx/index.js';
import { embeddingName, predictionForward } from './classifier.js';
import type { ClassifierArchitecture } from './configuration.js';
import { classifierParameters, memberArchitectures, memberParameterName } from './ensemble.js';
import type { ParameterDefinition, ParameterValues } from './parameters.js';
import { quantizeRows, toFloat16 } from './quantization.js';

/**
 * How weights are stored. `float32`: as trained. `float16`: all at half the size. `int8`: the embedding table as int8 with a
 * scale for each row, matrices as float16. All compute in float32.
 */
export type WeightStorage = 'float32' | 'float16' | 'int8';

export const weightStorages: readonly WeightStorage[] = ['float32', 'float16', 'int8'];

/** @throws RangeError when `values` lack a parameter or one has the wrong size. */
export function predictionModel(
  architecture: ClassifierArchitecture,
  values: ParameterValues,
  storage: WeightStorage,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const stored = new Map<string, Value>();
  const tables: ((ids: Value) => Value)[] = []; // one a member
  for (const definition of classifierParameters(architecture)) {
    if (isEmbedding(definition.name)) tables.push(storedEmbedding(graph, definition, values, storage));
    else stored.set(definition.name, storedWeights(graph, definition, values, storage));
  }
  const members = memberArchitectures(architecture).map((single, member) => ({
    architecture: single,
    embed: tables[member]!,
    parameter: (name: string) => stored.get(memberParameterName(member, name))!,
  }));
  predictionForward(graph, members);
  return modelBytes(graph);
}

/** Where the scale of each row of an int8 table called `name` stands, float32 [V]. */
export function scaleName(name: string): string {
  return `${name}.scale`;
}

/** Whether a parameter is the embedding table, of whichever member. */
function isEmbedding(name: string): boolean {
  return name.endsWith(embeddingName);
}

function valuesOf({ name, shape }: ParameterDefinition, values: ParameterValues): Float32Array {
  const data = values.get(name);
  const count = shape.reduce((product, size) => product * size, 1);
  if (data?.length !== count)
    throw new RangeError(`parameter "${name}" needs ${count} values, not ${data?.length}`);
  return data;
}

function storedWeights(
  graph: Graph,
  definition: ParameterDefinition,
  values: ParameterValues,
  storage: WeightStorage,
): Value {
  const { name, shape } = definition;
  const data = valuesOf(definition, values);
  const isMatrix = shape.every((size) => size > 1);
  if (storage === 'float32' || !isMatrix) return graph.constant({ type: 'float32', data, shape }, name);
  const half: Tensor = { type: 'float16', data: toFloat16(data), shape };
  return Cast(graph.constant(half, name), 'float32'); // folded when the model is loaded
}

/** Looks embeddings up in the table as it is stored, so that only the rows in use are turned into float32. */
function storedEmbedding(
  graph: Graph,
  definition: ParameterDefinition,
  values: ParameterValues,
  storage: WeightStorage,
): (ids: Value) => Value {
  const data = valuesOf(definition, values);
  const { name, shape } = definition;
  if (storage === 'float32') {
    const table = graph.constant({ type: 'float32', data, shape }, name);
    return (ids) => Gather(table, ids);
  }
  if (storage === 'float16') {
    const table = graph.constant({ type: 'float16', data: toFloat16(data), shape }, name);
    return (ids) => Cast(Gather(table, ids), 'float32');
  }
  const { integers, scales } = quantizeRows(data, shape[0]!);
  const table = graph.constant({ type: 'int8', data: integers, shape }, name);
  const scale = graph.constant({ type: 'float32', data: scales, shape: [shape[0]!] }, scaleName(name));
  return (ids) => Mul(Cast(Gather(table, ids), 'float32'), Unsqueeze(Gather(scale, ids), [-1]));
}
