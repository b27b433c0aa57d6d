/** The answer of several classifiers in one graph: the mean of their logits (`ensemble.ts`). */
import { Add, Mul, type Value } from '../onnx/index.js';

/** @param logits of one classifier or more, all of the same shape */
export function meanLogits(logits: readonly Value[]): Value {
  const sum = logits.reduce((total, value) => Add(total, value));
  return logits.length === 1 ? sum : Mul(sum, 1 / logits.length);
}
