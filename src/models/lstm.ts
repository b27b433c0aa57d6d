/**
 * The LSTM layer, one or both directions: as a recurrence that can be differentiated (training), and as ONNX's `LSTM`
 * operator (prediction), from the same weights. Gate order: input, output, forget, cell.
 */
import {
  Concat,
  LSTM,
  LstmRecurrence,
  Pad,
  Reshape,
  Shape,
  Slice,
  Transpose,
  Unsqueeze,
  type Value,
  Zeros,
} from '../onnx/index.js';
import type { Random } from '../random/index.js';
import { type ClassifierArchitecture, directionNames } from './configuration.js';
import type { ParameterDefinition, ParameterLookup } from './parameters.js';
import { uniform } from './parameters.js';

export type Direction = 'forward' | 'backward';

export function lstmParameterName(layer: number, direction: Direction, part: 'w' | 'r' | 'b'): string {
  return `lstm.${layer}.${direction}.${part}`;
}

/** w [4H, I], r [4H, H], b [4H, 1] of each layer and direction. */
export function lstmParameters(architecture: ClassifierArchitecture): ParameterDefinition[] {
  const { embeddingSize, hiddenSize, layers } = architecture;
  const directions = directionNames(architecture);
  return Array.from({ length: layers }, (_, layer) => {
    const inputSize = layer === 0 ? embeddingSize : hiddenSize * directions.length;
    return directions.flatMap((direction): ParameterDefinition[] => [
      {
        name: lstmParameterName(layer, direction, 'w'),
        shape: [4 * hiddenSize, inputSize],
        initialise: uniform(Math.sqrt(6 / (inputSize + hiddenSize))), // Glorot and Bengio 2010
      },
      {
        name: lstmParameterName(layer, direction, 'r'),
        shape: [4 * hiddenSize, hiddenSize],
        initialise: uniform(1 / Math.sqrt(hiddenSize)),
      },
      {
        name: lstmParameterName(layer, direction, 'b'),
        shape: [4 * hiddenSize, 1],
        initialise: openForgetGate(hiddenSize),
      },
    ]);
  }).flat();
}

/** Zeros, and ones for the forget gate (Jozefowicz et al. 2015). */
function openForgetGate(hiddenSize: number) {
  return (data: Float32Array, _random: Random): void => {
    data.fill(1, 2 * hiddenSize, 3 * hiddenSize);
  };
}

/** Hidden states of one layer for training: x [T, B, I], mask [T, 1, B] -> h [T, H, B] a direction. */
export function lstmRecurrences(
  x: Value,
  mask: Value,
  layer: number,
  directions: readonly Direction[],
  parameter: ParameterLookup,
): LstmRecurrence[] {
  return directions.map((direction) => {
    const [w, r, b] = (['w', 'r', 'b'] as const).map((part) =>
      parameter(lstmParameterName(layer, direction, part)),
    );
    const hidden = r!.dimension(1);
    const sizes = Concat([x.graph.integers([hidden as number]), Slice(Shape(x), 1, 2, 0, 1)], 0); // [H, B]
    const zero = Zeros(sizes, [hidden, x.dimension(1)]);
    return LstmRecurrence({
      x,
      mask,
      w: w!,
      r: r!,
      b: b!,
      h0: zero,
      c0: zero,
      reverse: direction === 'backward',
    });
  });
}

/** Hidden states of one layer for prediction: x [T, B, I], lengths int32 [B] -> y [T, D, B, H] and last h [D, B, H]. */
export type LstmLayer = (x: Value, lengths: Value, layer: number) => { readonly y: Value; readonly h: Value };

/** The layers of an LSTM with float32 parameters. */
export function floatLstm(directions: readonly Direction[], parameter: ParameterLookup): LstmLayer {
  return (x, lengths, layer) => {
    const [w, r, b] = (['w', 'r', 'b'] as const).map((part) =>
      stackedDirections(directions.map((direction) => parameter(lstmParameterName(layer, direction, part)))),
    ) as [Value, Value, Value];
    const hidden = r.dimension(2) as number;
    const biases = Reshape(b, [directions.length, 4 * hidden]);
    return LSTM(
      x,
      w,
      r,
      Pad(biases, { after: 4 * hidden }, 1), // [D, 8H]: the biases of W, then those of R
      lengths,
      hidden,
      directions.length === 2 ? 'bidirectional' : 'forward',
    );
  };
}

/** Of each direction's value, [D, ...]. */
export function stackedDirections(values: readonly Value[]): Value {
  return Concat(
    values.map((value) => Unsqueeze(value, [0])),
    0,
  );
}

/** [T, D, B, H] -> [T, B, D H], the input of a next layer. */
export function joinedDirections(y: Value): Value {
  const [time, directions, batch, hidden] = y.shape;
  const features = (directions as number) * (hidden as number);
  return Reshape(Transpose(y, [0, 2, 1, 3]), [time!, batch!, features]);
}
