/**
 * Reverse-mode differentiation of a graph: walks its nodes backwards once and adds the nodes of the way back to the same
 * graph. (Baydin et al., "Automatic differentiation in machine learning: a survey", 2018, section 3.2.)
 */
import { Add, formatShape, type Graph, isDifferentiable, type Node, type Value } from '../onnx/index.js';
import { rules } from './rules/index.js';
import { unbroadcast } from './unbroadcast.js';

/**
 * The gradients of the scalar `loss` with respect to `parameters`, each of its parameter's shape.
 * @throws TypeError when the loss is no float32 scalar, does not depend on a parameter, or reaches it only through an
 *   operator without a gradient.
 */
export function gradients(loss: Value, parameters: readonly Value[]): Value[] {
  if (loss.rank !== 0 || loss.type !== 'float32') {
    throw new TypeError(`the loss must be a float32 scalar, not ${loss.type} ${formatShape(loss.shape)}`);
  }
  const graph = loss.graph;
  const needed = dependents(graph, parameters);
  const found = new Map<Value, Value>();
  if (needed.has(loss)) found.set(loss, graph.scalar(1));

  const accumulate = (value: Value, gradient: Value): void => {
    const fitting = unbroadcast(gradient, value.shape);
    const known = found.get(value);
    found.set(value, known === undefined ? fitting : Add(known, fitting));
  };

  for (const node of [...graph.nodes].reverse()) {
    const outputGradients = node.outputs.map((output) => found.get(output));
    if (outputGradients.every((gradient) => gradient === undefined)) continue;
    const inputs = [...node.inputs, ...node.captures];
    const wanted = inputs.map((input) => input !== undefined && needed.has(input));
    if (!isDifferentiable(node.operator)) {
      throw new TypeError(`no gradient flows through ${node.operator} (${node.outputs[0]?.name})`);
    }
    const inputGradients = rules[node.operator](node, outputGradients, wanted);
    for (const [i, input] of inputs.entries()) {
      const gradient = inputGradients[i];
      if (input !== undefined && wanted[i] && gradient !== undefined) accumulate(input, gradient);
    }
  }

  return parameters.map((parameter) => {
    const gradient = found.get(parameter);
    if (gradient === undefined) throw new TypeError(`the loss does not depend on ${parameter.name}`);
    return gradient;
  });
}

/** Every float32 value that depends on one of `roots`, the roots among them. */
function dependents(graph: Graph, roots: readonly Value[]): Set<Value> {
  const found = new Set(roots);
  const uses = (node: Node): boolean =>
    [...node.inputs, ...node.captures].some((input) => input !== undefined && found.has(input));
  for (const node of graph.nodes) {
    if (uses(node)) for (const output of node.outputs) if (output.type === 'float32') found.add(output);
  }
  return found;
}
