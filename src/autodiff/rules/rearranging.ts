/** Gradient rules of operators that move elements: the gradient moves back, and adds up where an element was used twice. */
import {
  Cast,
  Concat,
  Pad,
  Reshape,
  ScatterAddRows,
  Shape,
  Slice,
  Split,
  Squeeze,
  Transpose,
  Unsqueeze,
  type Value,
  Zeros,
} from '../../onnx/index.js';
import { integersAttribute, integersInput, type Rule, ruleOfOne } from './rule.js';

const ReshapeRule: Rule = ruleOfOne((g, _y, [x]) => [Reshape(g, x!.shape, Shape(x!))]);

const TransposeRule: Rule = ruleOfOne((g, _y, _inputs, node) => {
  const permutation = integersAttribute(node, 'perm');
  return [
    Transpose(
      g,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ];
});

const ConcatRule: Rule = ruleOfOne((g, _y, parts, node) => {
  const axis = integersAttribute(node, 'axis')[0]!;
  return Split(g, fixedSizes(parts, axis), axis);
});

/** The sizes of `parts` along `axis`, which have to be known when the graph is built. */
function fixedSizes(parts: readonly Value[], axis: number): number[] {
  return parts.map((part) => {
    const size = part.dimension(axis);
    if (typeof size === 'string')
      throw new TypeError(`a gradient needs the size of ${part.name} along axis ${axis}`);
    return size;
  });
}

const SplitRule: Rule = (node, outputGradients) => {
  const parts = node.outputs.map((output, i) => outputGradients[i] ?? Zeros(Shape(output), output.shape));
  return [Concat(parts, integersAttribute(node, 'axis')[0]!)];
};

/** Rows that were picked several times gather the sum of their gradients. */
const GatherRule: Rule = ruleOfOne((g, _y, [x, indices]) => {
  const rows = Reshape(Cast(indices!, 'int64'), ['N', 1]); // [N, 1]
  const sizes = Concat([g.graph.integers([-1]), Slice(Shape(x!), 1, x!.rank, 0, x!.rank - 1)], 0);
  const updates = Reshape(g, ['N', ...x!.shape.slice(1)], sizes); // [N, ...]
  return [ScatterAddRows(Zeros(Shape(x!), x!.shape), rows, updates)];
});

const GatherElementsRule: Rule = ruleOfOne((g, _y, [x, indices], node) => {
  const zeros = Zeros(Shape(x!), x!.shape);
  return [
    g.graph.node('ScatterElements', [zeros, indices, g], [{ type: g.type, shape: x!.shape }], {
      axis: integersAttribute(node, 'axis')[0]!,
      reduction: 'add',
    })[0],
  ];
});

/** The rest of the axis gets zeros, before and behind. */
const SliceRule: Rule = ruleOfOne((g, y, [x, from, to, axes]) => {
  const axis = integersInput(axes!)[0]!;
  const size = x!.dimension(axis);
  const [start, end] = [integersInput(from!)[0]!, integersInput(to!)[0]!];
  if (typeof size === 'number') {
    const before = start < 0 ? start + size : start;
    return [Pad(g, { before, after: size - before - (y.dimension(axis) as number) }, axis)];
  }
  // A size that is only a name: what is cut off is counted from whichever end the numbers count from.
  throw new TypeError(
    `Slice from ${start} to ${end} along "${size}" has no gradient: the size must be a number`,
  );
});

export const rearrangingRules = {
  Reshape: ReshapeRule,
  Transpose: TransposeRule,
  Squeeze: ruleOfOne((g, _y, [, axes]) => [Unsqueeze(g, integersInput(axes!))]),
  Unsqueeze: ruleOfOne((g, _y, [, axes]) => [Squeeze(g, integersInput(axes!))]),
  Expand: ruleOfOne((g) => [g]),
  Concat: ConcatRule,
  Split: SplitRule,
  Slice: SliceRule,
  Gather: GatherRule,
  GatherElements: GatherElementsRule,
} as const;
