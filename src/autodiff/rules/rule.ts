/** What a gradient rule is. */
import type { Node, Value } from '../../onnx/index.js';

/**
 * Adds the nodes that carry gradients through `node`. Given is the gradient of each output (undefined: none flows) and which
 * inputs are wanted; the answer has a gradient for each input, then each capture (undefined: none). A gradient may still
 * be broadcast: the walk sums it to the input's shape.
 */
export type Rule = (
  node: Node,
  outputGradients: readonly (Value | undefined)[],
  wanted: readonly boolean[],
) => readonly (Value | undefined)[];

/** A rule for one output, with its gradient, its value and the inputs at hand. */
export function ruleOfOne(
  differentiate: (
    gradient: Value,
    y: Value,
    inputs: readonly Value[],
    node: Node,
  ) => readonly (Value | undefined)[],
): Rule {
  return (node, [gradient]) =>
    gradient === undefined
      ? []
      : differentiate(gradient, node.outputs[0]!, node.inputs as readonly Value[], node);
}

/** An attribute that is a list of integers or one integer. */
export function integersAttribute(node: Node, name: string): readonly number[] {
  const attribute = node.attributes[name];
  if (typeof attribute === 'number') return [attribute];
  if (Array.isArray(attribute)) return attribute;
  throw new TypeError(`${node.operator} has no integers "${name}"`);
}

/** The integers of an input that is stored in the graph, as axes and sizes are. */
export function integersInput(value: Value): number[] {
  for (let graph: Value['graph'] | undefined = value.graph; graph !== undefined; graph = graph.parent) {
    const stored = graph.initializers.find((initializer) => initializer.value === value);
    if (stored !== undefined) return Array.from(stored.tensor.data as BigInt64Array, Number);
  }
  throw new TypeError(`${value.name} is not stored in the graph`);
}
