/** SymbolicShape inference: what the shape of a result is, also where dimensions are only names. */
import { formatShape } from './graph.js';
import type { Dimension, SymbolicShape } from './tensor.js';

/** The broadcast of two shapes by the rules of NumPy. A name meets only itself or 1. */
export function broadcastShapes(a: SymbolicShape, b: SymbolicShape): SymbolicShape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis): Dimension => {
    const left = a[a.length - rank + axis] ?? 1;
    const right = b[b.length - rank + axis] ?? 1;
    if (left === right || right === 1) return left;
    if (left === 1) return right;
    throw new RangeError(
      `shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: ${left} against ${right}`,
    );
  });
}

/** The shape of a matrix product over the last two axes, earlier axes broadcast. */
export function matrixProductShape(a: SymbolicShape, b: SymbolicShape): SymbolicShape {
  const [inner, rows] = [a.at(-1), a.at(-2)];
  const [columns, innerOfB] = [b.at(-1), b.at(-2)];
  if (inner === undefined || rows === undefined || columns === undefined || inner !== innerOfB) {
    throw new RangeError(`no matrix product of ${formatShape(a)} and ${formatShape(b)}: inner sizes differ`);
  }
  return [...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), rows, columns];
}

/** `axis` counted from the front. */
export function normalAxis(axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || normal < 0 || normal >= rank)
    throw new RangeError(`no axis ${axis} in rank ${rank}`);
  return normal;
}

export function reducedShape(
  shape: SymbolicShape,
  axes: readonly number[],
  keepDimensions: boolean,
): SymbolicShape {
  const reduced = new Set(axes.map((axis) => normalAxis(axis, shape.length)));
  return shape.flatMap((dimension, axis) => (reduced.has(axis) ? (keepDimensions ? [1] : []) : [dimension]));
}

/** The sum of dimensions as a number, or as a name when one of them is a name. */
export function sumOfDimensions(dimensions: readonly Dimension[]): Dimension {
  const numbers = dimensions.filter((dimension) => typeof dimension === 'number');
  if (numbers.length === dimensions.length) return numbers.reduce((sum, size) => sum + size, 0);
  return dimensions.join('+');
}

export function sameShape(a: SymbolicShape, b: SymbolicShape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}
