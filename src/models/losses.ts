/** Losses on logits, as sums over the batch of one loss a review. */
import {
  Exp,
  LogSoftmax,
  Mul,
  Neg,
  ReduceSum,
  Sigmoid,
  Softplus,
  Sub,
  Transpose,
  type Value,
} from '../onnx/index.js';

/**
 * Binary cross-entropy on logits: z [1, B], target [1, B] in [0, 1] -> [1, B].
 * -y log s(z) - (1-y) log(1 - s(z)) = log(1 + e^z) - y z, finite for every z.
 */
export function binaryCrossEntropy(z: Value, target: Value): Value {
  return Sub(Softplus(z), Mul(target, z));
}

/** Cross-entropy of a softmax: z [C, B], target [C, B] summing to 1 over C -> [1, B]. */
export function categoricalCrossEntropy(z: Value, target: Value): Value {
  const logProbabilities = Transpose(LogSoftmax(Transpose(z, [1, 0])), [1, 0]); // [C, B]
  return Neg(ReduceSum(Mul(target, logProbabilities), [0], true));
}

/** The target under which these logits [K, B] have the least loss: their own probabilities. */
export function targetOfLogits(z: Value): Value {
  if (z.dimension(0) === 1) return Sigmoid(z); // [1, B]
  return Transpose(Exp(LogSoftmax(Transpose(z, [1, 0]))), [1, 0]); // [C, B]
}
