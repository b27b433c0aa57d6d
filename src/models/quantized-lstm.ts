/**
 * The LSTM with int8 weights and products of integers: a text of 300 words in half the time of float32 at H 256, in a ninth at H 512, where
 * float32 weights do not fit the cache.
 *
 * The operator rounds what it reads to 256 steps between the smallest and the largest value of the whole batch, so that a text would
 * read a little differently beside other texts. Guards make that range the same for every batch: two features more, which are always at
 * the bounds of what is read, and two hidden units more with all gates open, whose states are +-tanh(t) after t steps, as far from zero as
 * any state can be by then (but for the last bits of a float32). No weight leads from them to anything else.
 */
import {
  Concat,
  DynamicQuantizeLSTM,
  Pad,
  Reshape,
  type ScaledWeights,
  Slice,
  Transpose,
  type Value,
} from '../onnx/index.js';
import { type Direction, type LstmLayer, lstmParameterName, stackedDirections } from './lstm.js';
import type { ParameterLookup } from './parameters.js';

const guards = 2;
const gates = 4;
/** A bias at which a gate is open and a cell's input one, to the last bit of a float32. */
const open = 30;

/**
 * The largest integer of a weight. Half of what an int8 holds: processors without instructions for it add two products in 16 bits, where
 * larger ones overflow.
 */
export const largestLstmInteger = 63;

/**
 * @param matrix w [4H, I] and r [4H, H] of each layer and direction, with scales [4H]  @param bias b [4H, 1], float32
 * @param bound no absolute value that the first layer reads is larger
 */
export function quantizedLstm(
  directions: readonly Direction[],
  matrix: (name: string) => ScaledWeights,
  bias: ParameterLookup,
  bound: number,
): LstmLayer {
  return (x, lengths, layer) => {
    const parts = directions.map((direction) => ({
      w: matrix(lstmParameterName(layer, direction, 'w')),
      r: matrix(lstmParameterName(layer, direction, 'r')),
      b: bias(lstmParameterName(layer, direction, 'b')),
    }));
    const weights = (name: 'w' | 'r') => ({
      integers: stackedDirections(parts.map((part) => guardedMatrix(part[name].integers))),
      scales: stackedDirections(parts.map((part) => guardedGates(part[name].scales))),
    });
    const biases = stackedDirections(parts.map(({ b }) => guardedBias(b))); // [D, 4 (H + 2)]
    const hidden = parts[0]!.r.integers.dimension(1) as number;
    const { y, h } = DynamicQuantizeLSTM(
      guardedInput(x, layer === 0 ? bound : 1),
      weights('w'),
      weights('r'),
      Pad(biases, { after: gates * (hidden + guards) }, 1), // the biases of w, then those of r
      lengths,
      hidden + guards,
      directions.length === 2 ? 'bidirectional' : 'forward',
    );
    return { y: Slice(y, 0, hidden, 3, hidden), h: Slice(h, 0, hidden, 2, hidden) };
  };
}

/** [T, B, I] -> [T, B, I + 2] */
function guardedInput(x: Value, bound: number): Value {
  return Pad(Pad(x, { after: 1 }, -1, x.graph.scalar(bound)), { after: 1 }, -1, x.graph.scalar(-bound));
}

/** [4H, columns] -> [columns + 2, 4 (H + 2)], as the operator wants it */
function guardedMatrix(integers: Value): Value {
  const [rows, columns] = integers.shape as [number, number];
  const hidden = rows / gates;
  const padded = Pad(
    Pad(Reshape(integers, [gates, hidden, columns]), { after: guards }, 1),
    { after: guards },
    2,
  );
  return Transpose(Reshape(padded, [gates * (hidden + guards), columns + guards]), [1, 0]);
}

/** A number for each gate and unit, [4H] -> [4 (H + 2)] */
function guardedGates(values: Value): Value {
  const hidden = (values.dimension(0) as number) / gates;
  return Reshape(Pad(Reshape(values, [gates, hidden]), { after: guards }, 1), [gates * (hidden + guards)]);
}

/** [4H, 1] -> [4 (H + 2)] */
function guardedBias(bias: Value): Value {
  const hidden = (bias.dimension(0) as number) / gates;
  const ofGuards = [open, open, open, open, open, open, open, -open]; // input, output, forget, cell
  const added = bias.graph.constant({
    type: 'float32',
    data: Float32Array.from(ofGuards),
    shape: [gates, guards],
  });
  return Reshape(Concat([Reshape(bias, [gates, hidden]), added], 1), [gates * (hidden + guards)]);
}
