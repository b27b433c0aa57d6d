/** Another storage of a finished model's weights: the graph of a model folder made again from the weights in it. */
import type { ModelBundle } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  parseArchitecture,
  predictionModel,
  requireStorage,
  storedParameters,
  type WeightStorage,
} from '../models/index.js';

/** Variants under the hub's names, which `@huggingface/transformers` opens with `dtype` 'fp16' and 'q8'. */
export const storageVariants: Readonly<Record<string, WeightStorage>> = {
  fp16: 'float16',
  quantized: 'int8',
};

/**
 * The ONNX file of `bundle` with its weights stored as `storage`. What an earlier storage rounded away does not come back.
 * @throws ReelsenseError 'damaged-model' when the graph or the configuration is not one that `train` wrote, 'invalid-option' for another storage
 */
export function storeAgain(
  { model, configuration, name }: Pick<ModelBundle, 'model' | 'configuration' | 'name'>,
  storage: WeightStorage,
): Uint8Array<ArrayBuffer> {
  requireStorage(storage);
  try {
    const architecture = parseArchitecture(configuration.reelsense.architecture);
    return predictionModel(architecture, storedParameters(architecture, model), storage);
  } catch (error) {
    throw new ReelsenseError(
      'damaged-model',
      `The weights of the model "${name}" cannot be read: ${error instanceof Error ? error.message : error}. Use a model folder that \`reelsense train\` wrote.`,
      { cause: error },
    );
  }
}
