/** Sums, means and maxima over axes. Reference: https://onnx.ai/onnx/operators/ (each under its name). */
import type { Value } from './graph.js';
import type { OperatorName } from './operator-names.js';
import { reducedShape } from './shapes.js';

function reduction(operator: OperatorName) {
  return (x: Value, axes: readonly number[], keepDimensions = false): Value => {
    const shape = reducedShape(x.shape, axes, keepDimensions);
    return x.graph.node(operator, [x, x.graph.integers(axes)], [{ type: x.type, shape }], {
      keepdims: keepDimensions ? 1 : 0,
    })[0]!;
  };
}

export const ReduceSum = reduction('ReduceSum');
export const ReduceMean = reduction('ReduceMean');
export const ReduceMax = reduction('ReduceMax');

/** All axes of `x`, for a reduction to a scalar. */
export function everyAxis(x: Value): number[] {
  return x.shape.map((_, axis) => axis);
}
