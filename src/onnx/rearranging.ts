/** Operators that move elements or pick some. Reference: https://onnx.ai/onnx/operators/ (each under its name). */
import { formatShape, graphOf, type Value } from './graph.js';
import { broadcastShapes, normalAxis, sameShape, sumOfDimensions } from './shapes.js';
import type { Dimension, SymbolicShape } from './tensor.js';

/** The sizes of `x` when the graph runs: int64 [rank]. */
export function Shape(x: Value): Value {
  return x.graph.node('Shape', [x], [{ type: 'int64', shape: [x.rank] }])[0]!;
}

/**
 * The elements of `x` in another shape. One dimension of `shape` may be a name that is not in the same place in `x`
 * (it is worked out); with more of them give `sizes`, an int64 vector such as {@link Shape} makes.
 */
export function Reshape(x: Value, shape: SymbolicShape, sizes?: Value): Value {
  let target = sizes;
  if (target === undefined) {
    const numbers = shape.map((dimension, axis) =>
      typeof dimension === 'number' ? dimension : dimension === x.shape[axis] ? 0 : -1,
    );
    if (numbers.filter((number) => number === -1).length > 1) {
      throw new RangeError(`reshape of ${formatShape(x.shape)} to ${formatShape(shape)} needs its sizes`);
    }
    target = x.graph.integers(numbers);
  }
  return graphOf([x, target]).node('Reshape', [x, target], [{ type: x.type, shape }])[0]!;
}

/** Axes reordered: axis i of the result is axis `permutation[i]` of `x`. */
export function Transpose(x: Value, permutation: readonly number[]): Value {
  const shape = permutation.map((axis) => x.dimension(axis));
  return x.graph.node('Transpose', [x], [{ type: x.type, shape }], { perm: permutation })[0]!;
}

/** Axes of size 1 left out. */
export function Squeeze(x: Value, axes: readonly number[]): Value {
  const left = new Set(axes.map((axis) => normalAxis(axis, x.rank)));
  const shape = x.shape.filter((_, axis) => !left.has(axis));
  return x.graph.node('Squeeze', [x, x.graph.integers(axes)], [{ type: x.type, shape }])[0]!;
}

/** Axes of size 1 put in; `axes` are places in the result. */
export function Unsqueeze(x: Value, axes: readonly number[]): Value {
  const rank = x.rank + axes.length;
  const added = new Set(axes.map((axis) => normalAxis(axis, rank)));
  const rest = [...x.shape];
  const shape = Array.from({ length: rank }, (_, axis): Dimension => (added.has(axis) ? 1 : rest.shift()!));
  return x.graph.node('Unsqueeze', [x, x.graph.integers(axes)], [{ type: x.type, shape }])[0]!;
}

/** `x` broadcast to `shape`, whose sizes `sizes` gives (int64 vector). */
export function Expand(x: Value, shape: SymbolicShape, sizes: Value): Value {
  return graphOf([x, sizes]).node(
    'Expand',
    [x, sizes],
    [{ type: x.type, shape: broadcastShapes(x.shape, shape) }],
  )[0]!;
}

export function Concat(parts: readonly Value[], axis: number): Value {
  const first = parts[0];
  if (first === undefined) throw new RangeError('Concat needs at least one part');
  const at = normalAxis(axis, first.rank);
  const odd = parts.find(
    ({ shape, type }) => type !== first.type || !sameShape(shape.with(at, 0), first.shape.with(at, 0)),
  );
  if (odd !== undefined) {
    const [a, b] = [first, odd].map(({ type, shape }) => `${type} ${formatShape(shape)}`);
    throw new RangeError(`no Concat of ${a} and ${b} along axis ${at}`);
  }
  const shape = first.shape.map((dimension, i) =>
    i === at ? sumOfDimensions(parts.map((part) => part.dimension(at))) : dimension,
  );
  return graphOf(parts).node('Concat', parts, [{ type: first.type, shape }], { axis: at })[0]!;
}

/** `x` cut along `axis` into parts of the given sizes. */
export function Split(x: Value, sizes: readonly number[], axis: number): Value[] {
  const at = normalAxis(axis, x.rank);
  const whole = x.shape[at];
  if (typeof whole === 'number' && whole !== sumOfDimensions(sizes)) {
    throw new RangeError(`no Split of ${formatShape(x.shape)} into ${sizes.join(', ')} along axis ${at}`);
  }
  const results = sizes.map((size) => ({
    type: x.type,
    shape: x.shape.map((d, i) => (i === at ? size : d)),
  }));
  return x.graph.node('Split', [x, x.graph.integers(sizes)], results, { axis: at });
}

/** Elements `from` (inclusive) to `to` (exclusive) along `axis`; `size` names the resulting dimension. */
export function Slice(x: Value, from: number, to: number, axis: number, size: Dimension): Value {
  const at = normalAxis(axis, x.rank);
  const shape = x.shape.map((dimension, i) => (i === at ? size : dimension));
  const inputs = [x, ...[from, to, at].map((number) => x.graph.integers([number]))];
  return x.graph.node('Slice', inputs, [{ type: x.type, shape }])[0]!;
}

/**
 * `x` with more elements `before` and `after` those along an axis, whose size is a number; all of them `value` (a scalar of the type of `x`;
 * zero when left out).
 */
export function Pad(
  x: Value,
  { before = 0, after = 0 }: { before?: number; after?: number },
  axis: number,
  value?: Value,
): Value {
  const at = normalAxis(axis, x.rank);
  const atAxis = (count: number): number[] => x.shape.map((_, i) => (i === at ? count : 0));
  const size = (x.dimension(at) as number) + before + after;
  const shape = x.shape.map((dimension, i) => (i === at ? size : dimension));
  const pads = x.graph.integers([...atAxis(before), ...atAxis(after)]);
  return x.graph.node('Pad', [x, pads, value], [{ type: x.type, shape }])[0]!;
}

/** Rows of `x` (along axis 0) picked by `indices` of any shape: [...indices, ...rest of x]. */
export function Gather(x: Value, indices: Value): Value {
  const shape = [...indices.shape, ...x.shape.slice(1)];
  return graphOf([x, indices]).node('Gather', [x, indices], [{ type: x.type, shape }], { axis: 0 })[0]!;
}

/** Elements picked along `axis`, one for each element of `indices` (same rank as `x`). */
export function GatherElements(x: Value, indices: Value, axis: number): Value {
  const at = normalAxis(axis, x.rank);
  return graphOf([x, indices]).node(
    'GatherElements',
    [x, indices],
    [{ type: x.type, shape: indices.shape }],
    {
      axis: at,
    },
  )[0]!;
}

/** `data` with `updates` added at the rows that `indices` (int64 [N, 1]) name; rows named twice add up. */
export function ScatterAddRows(data: Value, indices: Value, updates: Value): Value {
  return graphOf([data, indices, updates]).node(
    'ScatterND',
    [data, indices, updates],
    [{ type: data.type, shape: data.shape }],
    { reduction: 'add' },
  )[0]!;
}

/** A tensor of zeros with the given sizes (int64 vector). */
export function Zeros(sizes: Value, shape: SymbolicShape): Value {
  return sizes.graph.node('ConstantOfShape', [sizes], [{ type: 'float32', shape }])[0]!;
}

/** The integers from 0 to `limit` (int64 scalar): int64 [size]. */
export function Range(limit: Value, size: Dimension): Value {
  const [start, step] = [0, 1].map((number) =>
    limit.graph.constant({ type: 'int64', data: BigInt64Array.of(BigInt(number)), shape: [] }),
  );
  return limit.graph.node('Range', [start, limit, step], [{ type: 'int64', shape: [size] }])[0]!;
}
