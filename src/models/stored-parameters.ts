/** The way back from a prediction graph to its parameters, however they are stored (see `export.ts`). */
import { readInitializers, type Tensor } from '../onnx/index.js';
import type { ClassifierArchitecture } from './configuration.js';
import { classifierParameters } from './ensemble.js';
import { scaleName } from './export.js';
import type { ParameterDefinition } from './parameters.js';
import { dequantizeRows, fromFloat16 } from './quantization.js';

/**
 * Every parameter of the classifier by name as float32, the embedding table [V, E] of each member among them.
 * @param model bytes that `predictionModel` gave  @throws Error naming a parameter that is missing or of another size
 */
export function storedParameters(
  architecture: ClassifierArchitecture,
  model: Uint8Array,
): Map<string, Float32Array> {
  const tensors = readInitializers(model);
  const valuesOf = ({ name, shape }: ParameterDefinition): Float32Array => {
    const tensor = tensors.get(name);
    if (tensor?.shape.join() !== shape.join()) {
      throw new Error(`the graph holds no "${name}" of shape [${shape.join(', ')}]`);
    }
    return asFloat32(tensor, tensors.get(scaleName(name))?.data as Float32Array | undefined);
  };
  return new Map(
    classifierParameters(architecture).map((definition) => [definition.name, valuesOf(definition)]),
  );
}

function asFloat32({ type, data }: Tensor, scales: Float32Array | undefined): Float32Array {
  if (type === 'float32') return data as Float32Array;
  if (type === 'float16') return fromFloat16(data as Uint16Array);
  if (type === 'int8' && scales !== undefined) return dequantizeRows({ integers: data as Int8Array, scales });
  throw new Error(`weights stored as ${type} are unknown`);
}
