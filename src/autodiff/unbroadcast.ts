/** Takes the broadcasting of an operand back: sums a gradient over the axes along which the operand was repeated. */
import {
  formatShape,
  ReduceSum,
  Reshape,
  Squeeze,
  type SymbolicShape,
  sameShape,
  type Value,
} from '../onnx/index.js';

/** `gradient` summed to `shape`, from which its own shape came by broadcasting. */
export function unbroadcast(gradient: Value, shape: SymbolicShape): Value {
  if (sameShape(gradient.shape, shape)) return gradient;
  const extra = gradient.rank - shape.length;
  const axes = gradient.shape.flatMap((dimension, axis) =>
    axis < extra || (shape[axis - extra] === 1 && dimension !== 1) ? [axis] : [],
  );
  const summed = axes.length === 0 ? gradient : ReduceSum(gradient, axes, true);
  const result =
    extra > 0
      ? Squeeze(
          summed,
          Array.from({ length: extra }, (_, axis) => axis),
        )
      : summed;
  if (sameShape(result.shape, shape)) return result;
  // Only a size that the gradient knows by name alone may turn out to be the parameter's number.
  const agrees = shape.every(
    (size, axis) =>
      typeof size === 'number' && (size === result.shape[axis] || typeof result.shape[axis] === 'string'),
  );
  if (agrees && result.rank === shape.length) return Reshape(result, shape);
  throw new RangeError(`a gradient ${formatShape(gradient.shape)} does not fit ${formatShape(shape)}`);
}
