/** Operators that act on each element. Reference: https://onnx.ai/onnx/operators/ (each under its name). */
import { type Graph, graphOf, type Operand, Value } from './graph.js';
import type { OperatorName } from './operator-names.js';
import { broadcastShapes } from './shapes.js';
import { type ElementType, elementTypeNumber } from './tensor.js';

/** The operand as a value of `graph`. */
export function asValue(operand: Operand, graph: Graph): Value {
  return operand instanceof Value ? operand : graph.scalar(operand);
}

function unary(operator: OperatorName, type?: ElementType) {
  return (x: Value): Value => x.graph.node(operator, [x], [{ type: type ?? x.type, shape: x.shape }])[0]!;
}

function binary(operator: OperatorName, type?: ElementType) {
  return (a: Operand, b: Operand): Value => {
    const graph = graphOf([a, b]);
    const [left, right] = [asValue(a, graph), asValue(b, graph)];
    if (left.type !== right.type) throw new TypeError(`${operator}: ${left.type} and ${right.type} differ`);
    const shape = broadcastShapes(left.shape, right.shape);
    return graph.node(operator, [left, right], [{ type: type ?? left.type, shape }])[0]!;
  };
}

export const Add = binary('Add');
export const Sub = binary('Sub');
export const Mul = binary('Mul');
export const Div = binary('Div');
export const Less = binary('Less', 'bool');
export const Equal = binary('Equal', 'bool');
export const And = binary('And');

export const Neg = unary('Neg');
export const Exp = unary('Exp');
export const Log = unary('Log');
export const Sqrt = unary('Sqrt');
export const Sigmoid = unary('Sigmoid');
export const Tanh = unary('Tanh');
export const Relu = unary('Relu');
/** log(1 + e^x) */
export const Softplus = unary('Softplus');
export const Abs = unary('Abs');
export const Not = unary('Not');
export const Identity = unary('Identity');
/** `x`, as a constant to whoever differentiates the graph. */
export function StopGradient(x: Value): Value {
  return x.graph.node('Identity', [x], [{ type: x.type, shape: x.shape }], {}, { kind: 'stop-gradient' })[0]!;
}
export const IsNaN = unary('IsNaN', 'bool');
export const IsInf = unary('IsInf', 'bool');

function overLastAxis(operator: OperatorName) {
  return (x: Value): Value =>
    x.graph.node(operator, [x], [{ type: x.type, shape: x.shape }], { axis: -1 })[0]!;
}

/** e^x / sum e^x over the last axis. */
export const Softmax = overLastAxis('Softmax');
/** log(softmax(x)) over the last axis. */
export const LogSoftmax = overLastAxis('LogSoftmax');

export function Cast(x: Value, type: ElementType): Value {
  return x.graph.node('Cast', [x], [{ type, shape: x.shape }], { to: elementTypeNumber[type] })[0]!;
}

/** `x` held between two numbers. */
export function Clip(x: Value, minimum: number, maximum: number): Value {
  const inputs = [x, x.graph.scalar(minimum), x.graph.scalar(maximum)];
  return x.graph.node('Clip', inputs, [{ type: x.type, shape: x.shape }])[0]!;
}

/** `a` where `condition` holds, `b` elsewhere; all three broadcast. */
export function Where(condition: Value, a: Operand, b: Operand): Value {
  const graph = graphOf([condition, a, b]);
  const [left, right] = [asValue(a, graph), asValue(b, graph)];
  const shape = broadcastShapes(condition.shape, broadcastShapes(left.shape, right.shape));
  return graph.node('Where', [condition, left, right], [{ type: left.type, shape }])[0]!;
}
