/** The operators that the builder knows, parted by whether a gradient can flow through them. */

/** Operators that need a gradient rule; the table in `autodiff` does not compile without one for each. */
export const differentiableOperators = [
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Neg',
  'Exp',
  'Log',
  'Sqrt',
  'Sigmoid',
  'Tanh',
  'Relu',
  'Softplus',
  'Softmax',
  'LogSoftmax',
  'MatMul',
  'Gemm',
  'ReduceSum',
  'ReduceMean',
  'ReduceMax',
  'Reshape',
  'Transpose',
  'Squeeze',
  'Unsqueeze',
  'Expand',
  'Concat',
  'Split',
  'Slice',
  'Gather',
  'GatherElements',
  'Where',
  'Identity',
  'Scan',
] as const;

/** Operators of integers and conditions, or used only where no gradient flows (prediction graphs, backward passes). */
export const otherOperators = [
  'Cast',
  'Shape',
  'Range',
  'Less',
  'Equal',
  'Not',
  'And',
  'Clip',
  'Abs',
  'LSTM',
  'DynamicQuantizeLSTM',
  'ScatterND',
  'ScatterElements',
  'Pad',
  'ReduceProd',
  'DequantizeLinear',
  'ConstantOfShape',
  'IsNaN',
  'IsInf',
] as const;

export type DifferentiableOperator = (typeof differentiableOperators)[number];
export type OperatorName = DifferentiableOperator | (typeof otherOperators)[number];

export function isDifferentiable(operator: OperatorName): operator is DifferentiableOperator {
  return (differentiableOperators as readonly string[]).includes(operator);
}
