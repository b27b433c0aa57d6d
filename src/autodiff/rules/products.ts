/** Gradient rules of matrix products: of y = a b they are da = g bᵀ and db = aᵀ g, each matrix of a stack by itself. */
import { formatShape, Gemm, MatMul, Reshape, Transpose, type Value } from '../../onnx/index.js';
import { type Rule, ruleOfOne } from './rule.js';

/** The last two axes exchanged. */
function transposed(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return Transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/** All axes but the last as one: [N, last]. */
function flattened(x: Value): Value {
  return x.rank === 2 ? x : Reshape(x, ['N', x.dimension(-1)]);
}

const MatMulRule: Rule = ruleOfOne((g, _y, [a, b], node) => {
  if (a === undefined || b === undefined || a.rank < 2 || b.rank < 2) {
    throw new TypeError(
      `MatMul has a gradient for matrices only, not ${node.inputs.map((v) => formatShape(v!.shape))}`,
    );
  }
  // A stack of matrices times one matrix is one large product: its weights' gradient is too.
  const gradientOfB =
    b.rank === 2 ? MatMul(transposed(flattened(a)), flattened(g)) : MatMul(transposed(a), g);
  return [MatMul(g, transposed(b)), gradientOfB];
});

/** y = a b + c, where a or b may be used transposed: what was transposed gets its gradient transposed. */
const GemmRule: Rule = ruleOfOne((g, _y, [a, b], node) => {
  const [transposeA, transposeB] = ['transA', 'transB'].map((name) => node.attributes[name] === 1);
  const da = transposeA
    ? Gemm(b!, g, undefined, { transposeA: transposeB!, transposeB: true })
    : Gemm(g, b!, undefined, { transposeB: !transposeB });
  const db = transposeB
    ? Gemm(g, a!, undefined, { transposeA: true, transposeB: transposeA! })
    : Gemm(a!, g, undefined, { transposeA: !transposeA });
  return [da, db, g];
});

export const productRules = { MatMul: MatMulRule, Gemm: GemmRule } as const;
