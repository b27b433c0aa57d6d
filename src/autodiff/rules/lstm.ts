/**
 * Gradient rule of the LSTM recurrence (`onnx/lstm-recurrence.ts` has the derivation): a reversed `Scan` of seven small
 * nodes, and two large matrix products for the weights. Backpropagation through time (Werbos 1990).
 */
import {
  Add,
  Concat,
  Gemm,
  MatMul,
  Mul,
  type Node,
  ReduceSum,
  Reshape,
  Scan,
  Shape,
  Transpose,
  type Value,
  Zeros,
} from '../../onnx/index.js';
import type { Rule } from './rule.js';

/** [T, F, B] -> [F, N], N = T B */
function featuresFirst(x: Value): Value {
  return Reshape(Transpose(x, [1, 0, 2]), [x.dimension(1), 'N']);
}

export const lstmRule: Rule = (node: Node, outputGradients, wanted) => {
  const [h0, , x] = node.inputs as readonly Value[];
  const [w, r] = node.captures as readonly Value[];
  const [, , , hPrevious, k, a, f] = node.outputs as readonly Value[];
  const [lastH, lastC, dh] = outputGradients;
  if (h0 === undefined || x === undefined || w === undefined || r === undefined)
    throw new TypeError('not an LSTM');
  const h = node.outputs[2]!;
  const zeros = (like: Value): Value => Zeros(Shape(like), like.shape);
  const reverse = !(node.attributes.scan_input_directions as readonly number[])[0];

  // Weights on the left of a product need no repacking at every step; hence dx is made as [E, B] and turned afterwards.
  const backR = Transpose(r, [1, 0]); // [H, 4H]
  const backW = Transpose(w, [1, 0]); // [E, 4H]
  const wantsX = wanted[2] === true;
  const { states, outputs } = Scan(
    {
      states: [lastH ?? zeros(h0), lastC ?? zeros(h0)],
      sequences: [dh ?? zeros(h), k!, a!, f!],
      reverse,
      captures: [backW, backR],
    },
    ([dhLater, dcLater], [dhStep, kStep, aStep, fStep]) => {
      const dhTotal = Add(dhStep!, dhLater!); // [H, B]
      const dc = Add(dcLater!, Mul(dhTotal, aStep!)); // [H, B]
      const dz = Mul(Concat([dc, dhTotal, dc, dc], 0), kStep!); // [4H, B]
      const dx = wantsX ? [Gemm(backW, dz)] : []; // [E, B]
      return { states: [Gemm(backR, dz), Mul(dc, fStep!)], outputs: [dz, ...dx] };
    },
  );
  const [dz, dx] = outputs;
  const dzFlat = featuresFirst(dz!); // [4H, N]
  const dw = MatMul(dzFlat, Reshape(x, ['N', x.dimension(2)])); // [4H, E]
  const dr = Gemm(dzFlat, featuresFirst(hPrevious!), undefined, { transposeB: true }); // [4H, H]
  const db = ReduceSum(dzFlat, [1], true); // [4H, 1]
  const dxTurned = dx === undefined ? undefined : Transpose(dx, [0, 2, 1]); // [T, B, E]
  const ofMask = node.inputs.length === 4 ? [undefined] : [];
  return [states[0], states[1], dxTurned, ...ofMask, dw, dr, db];
};
