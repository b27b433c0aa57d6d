/** Our tensors to ONNX Runtime's and back, for whichever of its packages runs the graph. */
import type { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node';
import type { Tensor, TensorData } from '../onnx/index.js';

/** @param construct the tensor class of the package that made the session */
export async function runGraph(
  session: InferenceSession,
  construct: typeof RuntimeTensor,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const inputs: Record<string, RuntimeTensor> = {};
  for (const [name, { type, data, shape }] of Object.entries(feeds)) {
    inputs[name] = new construct(type, data as never, shape);
  }
  const results = await session.run(inputs);
  const outputs: Record<string, Tensor> = {};
  for (const [name, { type, data, dims }] of Object.entries(results)) {
    outputs[name] = { type: type as Tensor['type'], data: data as TensorData, shape: dims };
  }
  return outputs;
}
