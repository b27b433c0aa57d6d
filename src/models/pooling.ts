/** Pooling over time: hidden states of all steps -> one vector, padding left out. Training has features first. */
import {
  Add,
  Concat,
  Div,
  Mul,
  ReduceMax,
  ReduceSum,
  Squeeze,
  Sub,
  Transpose,
  type Value,
} from '../onnx/index.js';
import type { Pooling } from './configuration.js';

/** Far below any hidden state (those lie in (-1, 1)): what padding counts as in a maximum. */
const floor = 4;

/**
 * h [T, H, B] of one direction (zero at padding), mask [T, 1, B] -> [P H, B] in the order of `poolings`. `final`
 * gives the state [H, B] in which this direction ends each review.
 */
export function poolFeaturesFirst(
  h: Value,
  mask: Value,
  final: () => Value,
  poolings: readonly Pooling[],
): Value {
  const pool = (pooling: Pooling): Value => {
    switch (pooling) {
      case 'last':
        return final();
      case 'mean':
        return Div(ReduceSum(h, [0]), ReduceSum(mask, [0])); // [H, B] / [1, B]
      case 'max':
        return ReduceMax(Add(h, Mul(Sub(mask, 1), floor)), [0]);
    }
  };
  return Concat(poolings.map(pool), 0);
}

/** y [T, D, B, H], last h [D, B, H], mask [T, 1, B, 1] -> [B, D P H] in the order of {@link poolFeaturesFirst}. */
export function poolBatchFirst(y: Value, lastH: Value, mask: Value, poolings: readonly Pooling[]): Value {
  const pool = (pooling: Pooling): Value => {
    switch (pooling) {
      case 'last':
        return lastH;
      case 'mean':
        return Div(ReduceSum(y, [0]), Squeeze(ReduceSum(mask, [0], true), [0]));
      case 'max':
        return ReduceMax(Add(y, Mul(Sub(mask, 1), floor)), [0]);
    }
  }; // [D, B, H]
  const joined = Concat(poolings.map(pool), 2); // [D, B, P H]
  return Transpose(joined, [1, 0, 2]); // [B, D, P H]
}
