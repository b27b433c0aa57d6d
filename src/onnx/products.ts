/** Matrix products. Reference: https://onnx.ai/onnx/operators/onnx__MatMul.html and onnx__Gemm.html. */
import { graphOf, type Value } from './graph.js';
import { broadcastShapes, matrixProductShape } from './shapes.js';

/** The product over the last two axes; earlier axes broadcast. */
export function MatMul(a: Value, b: Value): Value {
  return graphOf([a, b]).node(
    'MatMul',
    [a, b],
    [{ type: a.type, shape: matrixProductShape(a.shape, b.shape) }],
  )[0]!;
}

/** a b + c for matrices, either product operand transposed on the way; `c` broadcasts to the result. */
export function Gemm(
  a: Value,
  b: Value,
  c?: Value,
  { transposeA = false, transposeB = false }: { transposeA?: boolean; transposeB?: boolean } = {},
): Value {
  const left = transposeA ? [...a.shape].reverse() : a.shape;
  const right = transposeB ? [...b.shape].reverse() : b.shape;
  const product = matrixProductShape(left, right);
  const shape = c === undefined ? product : broadcastShapes(product, c.shape);
  return graphOf([a, b, c]).node(
    'Gemm',
    [a, b, c].filter((value) => value !== undefined),
    [{ type: a.type, shape }],
    {
      transA: transposeA ? 1 : 0,
      transB: transposeB ? 1 : 0,
    },
  )[0]!;
}
