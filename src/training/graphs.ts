/** The two graphs of training: a step (loss and gradients) and a forward pass for the development split. */
import { gradients } from '../autodiff/index.js';
import {
  type ClassifierArchitecture,
  type DropoutRates,
  denseParameters,
  parameterInputs,
  predictionForward,
  trainingForward,
} from '../models/index.js';
import { Gather, Graph, modelBytes } from '../onnx/index.js';

/** The name under which the step graph gives the gradient of a parameter (or of 'rows'). */
export function gradientName(parameter: string): string {
  return `gradient.${parameter}`;
}

/** Parameters and a batch -> `loss` and the gradient of every dense parameter and of the embedding rows. */
export function stepGraph(
  architecture: ClassifierArchitecture,
  rates: DropoutRates,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const definitions = denseParameters(architecture);
  const parameter = parameterInputs(graph, definitions);
  const { inputs, loss } = trainingForward(graph, architecture, rates, parameter);
  const wanted = [...definitions.map(({ name }) => parameter(name)), inputs.rows];
  const found = gradients(loss, wanted);
  graph.output(loss, 'loss');
  wanted.forEach((value, i) => {
    graph.output(found[i]!, gradientName(value.name));
  });
  return modelBytes(graph);
}

/**
 * The prediction graph with its parameters as inputs. `rows` float32 [U, E] holds only the embeddings in use, and
 * `input_ids` are places in it.
 */
export function forwardGraph(architecture: ClassifierArchitecture): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const parameter = parameterInputs(graph, denseParameters(architecture));
  const rows = graph.input('rows', 'float32', ['U', architecture.embeddingSize]);
  predictionForward(graph, architecture, parameter, (ids) => Gather(rows, ids));
  return modelBytes(graph);
}
