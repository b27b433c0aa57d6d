/** The two graphs of training: a step (loss and gradients) and a forward pass for the development split. */
import { gradients } from '../autodiff/index.js';
import {
  type ClassifierArchitecture,
  type DropoutRates,
  denseParameters,
  directionNames,
  floatLstm,
  type LanguageModelArchitecture,
  languageModelForward,
  languageModelParameters,
  parameterInputs,
  predictionForward,
  trainingForward,
} from '../models/index.js';
import { Gather, Graph, modelBytes } from '../onnx/index.js';
import { noAdversary, withAdversarialLosses } from './adversarial.js';

/** The name under which the step graph gives the gradient of a parameter (or of 'rows'). */
export function gradientName(parameter: string): string {
  return `gradient.${parameter}`;
}

/** Parameters and a batch -> `loss` and the gradient of every dense parameter and of the embedding rows. */
export function stepGraph(
  architecture: ClassifierArchitecture,
  rates: DropoutRates,
  adversarial = noAdversary,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const definitions = denseParameters(architecture);
  const parameter = parameterInputs(graph, definitions);
  const forward = trainingForward(graph, architecture, rates, parameter);
  const wanted = [...definitions.map(({ name }) => parameter(name)), forward.inputs.rows];
  const { loss, gradients: found } = withAdversarialLosses(graph, forward, adversarial, wanted);
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
  const lstm = floatLstm(directionNames(architecture), parameter);
  predictionForward(graph, [{ architecture, parameter, lstm, embed: (ids) => Gather(rows, ids) }]);
  return modelBytes(graph);
}

/** A step of a language model: parameters and a window -> `loss`, gradients, and the states to carry on. */
export function languageModelStepGraph(
  architecture: LanguageModelArchitecture,
  dropout: boolean,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const definitions = languageModelParameters(architecture);
  const parameter = parameterInputs(graph, definitions);
  const { trainingLoss, rows, states } = languageModelForward(graph, architecture, parameter, dropout);
  const wanted = [...definitions.map(({ name }) => parameter(name)), rows];
  const found = gradients(trainingLoss, wanted);
  graph.output(trainingLoss, 'loss');
  for (const [name, state] of states) graph.output(state, name);
  wanted.forEach((value, i) => {
    graph.output(found[i]!, gradientName(value.name));
  });
  return modelBytes(graph);
}

/** The same without gradients and dropout, to measure the loss. */
export function languageModelEvaluationGraph(
  architecture: LanguageModelArchitecture,
): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const parameter = parameterInputs(graph, languageModelParameters(architecture));
  const { loss, states } = languageModelForward(graph, architecture, parameter, false);
  graph.output(loss, 'loss');
  for (const [name, state] of states) graph.output(state, name);
  return modelBytes(graph);
}
