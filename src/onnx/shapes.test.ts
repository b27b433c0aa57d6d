import { describe, expect, it } from 'vitest';
import { Add, Where } from './elementwise.js';
import { Graph } from './graph.js';
import { Gemm, MatMul } from './products.js';
import {
  Concat,
  Expand,
  Gather,
  Reshape,
  Slice,
  Split,
  Squeeze,
  Transpose,
  Unsqueeze,
} from './rearranging.js';
import { Scan } from './recurrence.js';
import { ReduceMax, ReduceSum } from './reductions.js';
import type { ElementType, SymbolicShape } from './tensor.js';

const graph = new Graph();
const of = (shape: SymbolicShape, type: ElementType = 'float32') => graph.input('x', type, shape);

describe('the shape of a result', () => {
  it.each([
    ['Add', Add(of(['T', 1, 4]), of(['B', 1])), ['T', 'B', 4]],
    ['Where', Where(of(['B', 1], 'bool'), of([3]), 0), ['B', 3]],
    ['MatMul', MatMul(of(['B', 2, 3]), of([3, 4])), ['B', 2, 4]],
    ['Gemm', Gemm(of([3, 2]), of([4, 3]), undefined, { transposeA: true, transposeB: true }), [2, 4]],
    ['ReduceSum', ReduceSum(of(['T', 'B', 4]), [-1, 0]), ['B']],
    ['ReduceMax that keeps its axes', ReduceMax(of(['T', 'B', 4]), [0], true), [1, 'B', 4]],
    ['Reshape', Reshape(of(['T', 'B', 4]), ['N', 4]), ['N', 4]],
    ['Transpose', Transpose(of(['T', 'B', 4]), [2, 0, 1]), [4, 'T', 'B']],
    ['Squeeze', Squeeze(of([1, 'B', 1]), [0, -1]), ['B']],
    ['Unsqueeze', Unsqueeze(of(['B']), [0, -1]), [1, 'B', 1]],
    ['Expand', Expand(of([1, 4]), ['T', 1, 4], of([3], 'int64')), ['T', 1, 4]],
    ['Concat', Concat([of(['B', 2]), of(['B', 3])], -1), ['B', 5]],
    ['Concat of sizes by name', Concat([of(['T', 2]), of([1, 2])], 0), ['T+1', 2]],
    ['the second part of a Split', Split(of([5, 'B']), [2, 3], 0)[1]!, [3, 'B']],
    ['Slice', Slice(of(['T', 'B']), 0, 2, -2, 2), [2, 'B']],
    ['Gather', Gather(of(['U', 4]), of(['T', 'B'], 'int32')), ['T', 'B', 4]],
  ])('of %s', (_, value, shape) => {
    expect(value.shape).toEqual(shape);
  });

  it('of a Scan: a state as it is, an output stacked over time', () => {
    const { states, outputs } = Scan(
      { states: [of(['B'])], sequences: [of(['T', 'B', 4])] },
      ([state], [element]) => ({
        states: [state!],
        outputs: [ReduceSum(element!, [1])],
      }),
    );
    expect(states[0]!.shape).toEqual(['B']);
    expect(outputs[0]!.shape).toEqual(['T', 'B']);
  });
});

describe('a mistake in a graph', () => {
  it.each([
    [
      'sizes that do not broadcast',
      () => Add(of([2, 3]), of([2])),
      'shapes [2, 3] and [2] do not broadcast: 3 against 2',
    ],
    ['names that differ', () => Add(of(['T']), of(['B'])), 'T against B'],
    ['element types that differ', () => Add(of([2]), of([2], 'int64')), 'Add: float32 and int64 differ'],
    [
      'inner sizes that differ',
      () => MatMul(of([2, 3]), of([2, 3])),
      'no matrix product of [2, 3] and [2, 3]',
    ],
    ['an axis that is not there', () => ReduceSum(of([2]), [1]), 'no axis 1 in rank 1'],
    ['a dimension that is not there', () => of([2, 3]).dimension(2), 'has no axis 2: [2, 3]'],
    ['two sizes to work out', () => Reshape(of(['T', 'B', 4]), [4, 'N', 'M']), 'needs its sizes'],
    [
      'parts of other sizes',
      () => Concat([of([2, 3]), of([4, 3])], 1),
      'no Concat of float32 [2, 3] and float32 [4, 3] along axis 1',
    ],
    ['parts that do not add up', () => Split(of([5]), [2, 2], 0), 'no Split of [5] into 2, 2 along axis 0'],
    ['nothing to concatenate', () => Concat([], 0), 'at least one part'],
  ])('is named when it is built: %s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
