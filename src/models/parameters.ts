/** Parameters of a model: what they are called, their shapes, and how they begin. */
import { elementCount, type Graph, type Value } from '../onnx/index.js';
import type { Random } from '../random/index.js';

export interface ParameterDefinition {
  readonly name: string;
  readonly shape: readonly number[];
  /** Fills `data` with the values that training starts from. */
  readonly initialise: (data: Float32Array, random: Random) => void;
}

/** The numbers of a model by parameter name. */
export type ParameterValues = ReadonlyMap<string, Float32Array>;

/** The values of a graph that stand for parameters, by name. */
export type ParameterLookup = (name: string) => Value;

/** Declares every parameter an input of `graph`. */
export function parameterInputs(graph: Graph, definitions: readonly ParameterDefinition[]): ParameterLookup {
  const values = new Map(definitions.map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]));
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new RangeError(`the model has no parameter "${name}"`);
    return value;
  };
}

/** Initial values of all parameters; each draws from a generator of its own, so that adding one leaves the others. */
export function initialParameters(
  definitions: readonly ParameterDefinition[],
  random: Random,
): Map<string, Float32Array> {
  return new Map(
    definitions.map(({ name, shape, initialise }, i) => {
      const data = new Float32Array(elementCount(shape));
      initialise(data, random.fork(i));
      return [name, data];
    }),
  );
}

export const zeros = (): void => {};

/** Uniform in [-limit, limit]. */
export function uniform(limit: number): ParameterDefinition['initialise'] {
  return (data, random) => {
    for (let i = 0; i < data.length; i++) data[i] = (2 * random.uniform() - 1) * limit;
  };
}

/** Normal with mean zero. */
export function normal(deviation: number): ParameterDefinition['initialise'] {
  return (data, random) => {
    for (let i = 0; i < data.length; i++) data[i] = random.normal() * deviation;
  };
}
