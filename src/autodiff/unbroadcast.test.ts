import { describe, expect, it } from 'vitest';
import { Graph, type SymbolicShape } from '../onnx/index.js';
import { unbroadcast } from './unbroadcast.js';

const shapeOf = (from: SymbolicShape, to: SymbolicShape): SymbolicShape =>
  unbroadcast(new Graph().input('gradient', 'float32', from), to).shape;

describe('unbroadcast', () => {
  it('sums over axes that were repeated or added in front', () => {
    expect(shapeOf(['T', 'B', 4], [4])).toEqual([4]);
    expect(shapeOf(['T', 'B', 4], [1, 'B', 4])).toEqual([1, 'B', 4]);
    expect(shapeOf([2, 3], [])).toEqual([]);
  });

  it('takes a size that is known only by name for the number that it has to be', () => {
    expect(shapeOf(['N', 3], [2, 3])).toEqual([2, 3]);
  });

  it('refuses a gradient of another shape, even of as many elements', () => {
    expect(() => shapeOf([2, 3], [3, 2])).toThrow('a gradient [2, 3] does not fit [3, 2]');
    expect(() => shapeOf([6], [2, 3])).toThrow('does not fit');
    expect(() => shapeOf(['N', 3], ['T', 3])).toThrow('does not fit');
  });
});
