/** Gradient rules of operators that act on each element. y is the output, g its gradient. */
import {
  Cast,
  Div,
  Exp,
  Less,
  Mul,
  Neg,
  ReduceSum,
  Sigmoid,
  Sub,
  sameShape,
  type Value,
  Where,
} from '../../onnx/index.js';
import { ruleOfOne } from './rule.js';

/**
 * g times `factor`, of the shape of y. Where g was only spread out to it (the gradient of a sum) and `factor` has all of that shape, the
 * product spreads it by itself, which saves writing g out.
 */
function scaled(g: Value, factor: Value, y: Value): Value {
  const [whole] = g.producer?.operator === 'Expand' ? g.producer.inputs : [];
  return Mul(whole !== undefined && sameShape(factor.shape, y.shape) ? whole : g, factor);
}

export const elementwiseRules = {
  Add: ruleOfOne((g) => [g, g]),
  Sub: ruleOfOne((g) => [g, Neg(g)]),
  Mul: ruleOfOne((g, y, [a, b]) => [scaled(g, b!, y), scaled(g, a!, y)]),
  /** d(a/b) = da/b - (a/b) db/b */
  Div: ruleOfOne((g, y, [, b]) => [Div(g, b!), Neg(Div(Mul(g, y), b!))]),
  Neg: ruleOfOne((g) => [Neg(g)]),
  Exp: ruleOfOne((g, y) => [scaled(g, y, y)]),
  Log: ruleOfOne((g, _y, [x]) => [Div(g, x!)]),
  Sqrt: ruleOfOne((g, y) => [Div(Mul(g, 0.5), y)]),
  /** y (1 - y) */
  Sigmoid: ruleOfOne((g, y) => [Mul(g, Sub(y, Mul(y, y)))]),
  /** 1 - y^2 */
  Tanh: ruleOfOne((g, y) => [Mul(g, Sub(1, Mul(y, y)))]),
  Relu: ruleOfOne((g, y) => [Mul(g, Cast(Less(0, y), 'float32'))]),
  Softplus: ruleOfOne((g, _y, [x]) => [Mul(g, Sigmoid(x!))]),
  /** y (g - sum(g y)) over the last axis */
  Softmax: ruleOfOne((g, y) => [Mul(y, Sub(g, ReduceSum(Mul(g, y), [-1], true)))]),
  /** g - softmax(x) sum(g) over the last axis */
  LogSoftmax: ruleOfOne((g, y) => [Sub(g, Mul(Exp(y), ReduceSum(g, [-1], true)))]),
  Where: ruleOfOne((g, _y, [condition]) => [undefined, Where(condition!, g, 0), Where(condition!, 0, g)]),
  Identity: ruleOfOne((g, _y, _inputs, node) => [node.kind === 'stop-gradient' ? undefined : g]),
} as const;
