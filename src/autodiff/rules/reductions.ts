/** Gradient rules of reductions: what was summed away is spread out again. */
import {
  Cast,
  Div,
  Equal,
  Expand,
  Mul,
  type Node,
  ReduceSum,
  Shape,
  Unsqueeze,
  type Value,
} from '../../onnx/index.js';
import { integersAttribute, integersInput, type Rule, ruleOfOne } from './rule.js';

/** `value` (the reduction's output or its gradient) with the reduced axes put back as axes of size 1. */
function withReducedAxes(value: Value, node: Node): Value {
  if (integersAttribute(node, 'keepdims')[0] === 1) return value;
  const rank = node.inputs[0]!.rank;
  const axes = integersInput(node.inputs[1]!).map((axis) => (axis < 0 ? axis + rank : axis));
  return Unsqueeze(value, axes);
}

/** The number of elements in `x` over that in `y`, as a float32 scalar. */
function elementsPerResult(x: Value, y: Value): Value {
  const count = (value: Value): Value => {
    if (value.rank === 0) return value.graph.scalar(1);
    const sizes = Cast(Shape(value), 'float32');
    return sizes.graph.node(
      'ReduceProd',
      [sizes, sizes.graph.integers([0])],
      [{ type: 'float32', shape: [] }],
      {
        keepdims: 0,
      },
    )[0]!;
  };
  return Div(count(x), count(y));
}

const ReduceSumRule: Rule = ruleOfOne((g, _y, [x], node) => [
  Expand(withReducedAxes(g, node), x!.shape, Shape(x!)),
]);

const ReduceMeanRule: Rule = ruleOfOne((g, y, [x], node) => [
  Expand(Div(withReducedAxes(g, node), elementsPerResult(x!, y)), x!.shape, Shape(x!)),
]);

/** The gradient goes to the largest element; equal largest ones share it. */
const ReduceMaxRule: Rule = ruleOfOne((g, y, [x], node) => {
  const isLargest = Cast(Equal(x!, withReducedAxes(y, node)), 'float32');
  const shares = ReduceSum(isLargest, integersInput(node.inputs[1]!), true);
  return [Mul(isLargest, Div(withReducedAxes(g, node), shares))];
});

export const reductionRules = {
  ReduceSum: ReduceSumRule,
  ReduceMean: ReduceMeanRule,
  ReduceMax: ReduceMaxRule,
} as const;
