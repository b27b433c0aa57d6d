/**
 * Gradient rule of the LSTM recurrence (`onnx/lstm-recurrence.ts` has the derivation): a reversed `Scan` of eight small
 * nodes, and one large matrix product for the weights. Backpropagation through time (Werbos 1990).
 */
import {
  Add,
  Concat,
  Gemm,
  Mul,
  type Node,
  ReduceSum,
  Reshape,
  Scan,
  Shape,
  Slice,
  Split,
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
  const [h0, , x] = node.inputs as readonly Value[]; // [H, B], [T, E, B]
  const [weights] = node.captures as readonly Value[]; // [4H, H + E]
  const [, , h, input, k, a, f] = node.outputs as readonly Value[];
  const [lastH, lastC, dh] = outputGradients;
  if (h0 === undefined || x === undefined || weights === undefined || h === undefined)
    throw new TypeError('not an LSTM');
  const zeros = (like: Value): Value => Zeros(Shape(like), like.shape);
  const reverse = !(node.attributes.scan_input_directions as readonly number[])[0];

  // Weights on the left of a product need no repacking at every step.
  const [hidden, features] = [h0.dimension(0) as number, x.dimension(1) as number];
  const wantsX = wanted[2] === true;
  const back = Transpose(wantsX ? weights : Slice(weights, 0, hidden, 1, hidden), [1, 0]); // [H + E, 4H], or [H, 4H]
  const { states, outputs } = Scan(
    {
      states: [lastH ?? zeros(h0), lastC ?? zeros(h0)],
      sequences: [dh ?? zeros(h), k!, a!, f!],
      reverse,
      captures: [back],
    },
    ([dhLater, dcLater], [dhStep, kStep, aStep, fStep]) => {
      const dhTotal = Add(dhStep!, dhLater!); // [H, B]
      const dc = Add(dcLater!, Mul(dhTotal, aStep!)); // [H, B]
      const dz = Mul(Concat([dc, dhTotal, dc, dc], 0), kStep!); // [4H, B]
      const product = Gemm(back, dz);
      const [dhEarlier, ...dx] = wantsX ? Split(product, [hidden, features], 0) : [product]; // [H, B], [E, B]
      return { states: [dhEarlier!, Mul(dc, fStep!)], outputs: [dz, ...dx] };
    },
  );
  const [dz, dx] = outputs;
  const dzFlat = featuresFirst(dz!); // [4H, N]
  const dWeights = Gemm(dzFlat, featuresFirst(input!), undefined, { transposeB: true }); // [4H, H + E]
  const db = ReduceSum(dzFlat, [1], true); // [4H, 1]
  const ofMask = node.inputs.length === 4 ? [undefined] : [];
  return [states[0], states[1], dx, ...ofMask, dWeights, db];
};
