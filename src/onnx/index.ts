/** Builds ONNX graphs in TypeScript and turns them into `ModelProto` bytes. Knows no gradients and no runtime. */
export * from './elementwise.js';
export { type Attribute, formatShape, Graph, graphOf, type Node, type Operand, Value } from './graph.js';
export { LstmRecurrence } from './lstm-recurrence.js';
export { modelBytes, operatorSetVersion } from './model-bytes.js';
export {
  type DifferentiableOperator,
  differentiableOperators,
  isDifferentiable,
  type OperatorName,
  otherOperators,
} from './operator-names.js';
export * from './products.js';
export { readInitializers } from './read-initializers.js';
export * from './rearranging.js';
export * from './recurrence.js';
export * from './reductions.js';
export { broadcastShapes, sameShape } from './shapes.js';
export * from './tensor.js';
