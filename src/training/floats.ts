/** Reading float32 results of a graph. */
import type { Tensor } from '../onnx/index.js';

/** @throws TypeError when the tensor is missing or of another type */
export function floats(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError('the graph did not give float32 numbers');
  return tensor.data;
}
