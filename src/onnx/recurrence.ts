/**
 * Operators that walk over time: `Scan` with a body of our own, and the ready-made `LSTM`, in floats or in integers.
 * Reference: https://onnx.ai/onnx/operators/onnx__Scan.html and onnx__LSTM.html.
 */
import { Graph, graphOf, type Value } from './graph.js';
import { type Dimension, elementCount } from './tensor.js';

export interface ScanBody {
  /** The next state, one value for each initial state. */
  readonly states: readonly Value[];
  /** What is kept of each step; stacked along a new first axis. */
  readonly outputs: readonly Value[];
}

export interface ScanResult {
  readonly states: Value[];
  readonly outputs: Value[];
}

/**
 * Walks over axis 0 of `sequences`, carrying `states`. `body` is called once, with the values of one step, and may use
 * outer values too. With `reverse` the walk starts at the end; outputs stay in the order of the sequences.
 */
export function Scan(
  {
    states,
    sequences,
    reverse = false,
    kind,
    captures = [],
  }: {
    states: readonly Value[];
    sequences: readonly Value[];
    reverse?: boolean;
    /** Names the recurrence for whoever knows its derivative. */
    kind?: string;
    /** Outer values that the body uses: noted on the node so that a derivative finds them. */
    captures?: readonly Value[];
  },
  body: (states: Value[], elements: Value[]) => ScanBody,
): ScanResult {
  const graph = graphOf([...states, ...sequences, ...captures]);
  const time = sequences[0]?.dimension(0) ?? 0;
  const inside = new Graph(graph);
  const step = body(
    states.map((state, i) => inside.input(`state${i}`, state.type, state.shape)),
    sequences.map((sequence, i) => inside.input(`element${i}`, sequence.type, sequence.shape.slice(1))),
  );
  // An output that is also an input, or stands twice, gets a name of its own: runtimes disagree about sharing one.
  const taken = new Set<Value>(inside.inputs);
  for (const value of [...step.states, ...step.outputs]) {
    if (taken.has(value) || value.graph !== inside) {
      taken.add(
        inside.output(inside.node('Identity', [value], [{ type: value.type, shape: value.shape }])[0]!),
      );
    } else taken.add(inside.output(value));
  }
  const direction = reverse ? 1 : 0;
  const results = [
    ...states.map(({ type, shape }) => ({ type, shape })),
    ...step.outputs.map(({ type, shape }) => ({ type, shape: [time, ...shape] })),
  ];
  const attributes = {
    body: inside,
    num_scan_inputs: sequences.length,
    scan_input_directions: sequences.map(() => direction),
    scan_output_directions: step.outputs.map(() => direction),
  };
  const outputs = graph.node('Scan', [...states, ...sequences], results, attributes, { kind, captures });
  return { states: outputs.slice(0, states.length), outputs: outputs.slice(states.length) };
}

type LstmDirection = 'forward' | 'reverse' | 'bidirectional';

/** y [T, D, B, H], the last h and c [D, B, H]. */
export interface LstmStates {
  readonly y: Value;
  readonly h: Value;
  readonly c: Value;
}

/**
 * The `LSTM` operator, gates in the order input, output, forget, cell.
 * `x` [T, B, E], `w` [D, 4H, E], `r` [D, 4H, H], `b` [D, 8H], `lengths` int32 [B].
 * @see https://onnx.ai/onnx/operators/onnx__LSTM.html
 */
export function LSTM(
  x: Value,
  w: Value,
  r: Value,
  b: Value,
  lengths: Value | undefined,
  hiddenSize: number,
  direction: LstmDirection,
): LstmStates {
  return lstmNode('LSTM', '', [x, w, r, b, lengths], hiddenSize, direction);
}

/** Weights as int8, and the float32 factors by which they differ from what they stand for. */
export interface ScaledWeights {
  readonly integers: Value;
  readonly scales: Value;
}

/**
 * {@link LSTM} with int8 weights (`w` [D, E, 4H], `r` [D, H, 4H], each with scales [D, 4H]), whose products are computed in integers: all of `x`, and at each step the states of a direction, of all texts or
 * of a thread's part of them, are rounded to 256 steps between their smallest and their largest value, zero among them.
 * @see https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.DynamicQuantizeLSTM
 */
export function DynamicQuantizeLSTM(
  x: Value,
  w: ScaledWeights,
  r: ScaledWeights,
  b: Value,
  lengths: Value,
  hiddenSize: number,
  direction: LstmDirection,
): LstmStates {
  const shape = w.scales.shape as number[];
  const zero = x.graph.constant({ type: 'int8', data: new Int8Array(elementCount(shape)), shape });
  const [initialH, initialC, peepholes] = [undefined, undefined, undefined];
  const inputs = [
    ...[x, w.integers, r.integers, b, lengths, initialH, initialC, peepholes],
    ...[w.scales, zero, r.scales, zero],
  ];
  return lstmNode('DynamicQuantizeLSTM', 'com.microsoft', inputs, hiddenSize, direction);
}

function lstmNode(
  operator: 'LSTM' | 'DynamicQuantizeLSTM',
  domain: string,
  inputs: readonly (Value | undefined)[],
  hiddenSize: number,
  direction: LstmDirection,
): LstmStates {
  const x = inputs[0]!;
  const directions: Dimension = direction === 'bidirectional' ? 2 : 1;
  const [time, batch] = [x.dimension(0), x.dimension(1)];
  const state = { type: x.type, shape: [directions, batch, hiddenSize] };
  const [y, h, c] = graphOf(inputs).node(
    operator,
    inputs,
    [{ type: x.type, shape: [time, directions, batch, hiddenSize] }, state, state],
    { hidden_size: hiddenSize, direction },
    { domain },
  );
  return { y: y!, h: h!, c: c! };
}
