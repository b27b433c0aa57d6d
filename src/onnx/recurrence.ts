/**
 * Operators that walk over time: `Scan` with a body of our own, and the ready-made `LSTM`.
 * Reference: https://onnx.ai/onnx/operators/onnx__Scan.html and onnx__LSTM.html.
 */
import { Graph, graphOf, type Value } from './graph.js';
import type { Dimension } from './tensor.js';

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

/**
 * The `LSTM` operator, gates in the order input, output, forget, cell.
 * `x` [T, B, E], `w` [D, 4H, E], `r` [D, 4H, H], `b` [D, 8H], `lengths` int32 [B] -> y [T, D, B, H], last h and c [D, B, H].
 * @see https://onnx.ai/onnx/operators/onnx__LSTM.html
 */
export function LSTM(
  x: Value,
  w: Value,
  r: Value,
  b: Value,
  lengths: Value | undefined,
  hiddenSize: number,
  direction: 'forward' | 'reverse' | 'bidirectional',
): { y: Value; h: Value; c: Value } {
  const directions: Dimension = direction === 'bidirectional' ? 2 : 1;
  const [time, batch] = [x.dimension(0), x.dimension(1)];
  const state = { type: x.type, shape: [directions, batch, hiddenSize] };
  const [y, h, c] = graphOf([x, w, r, b, lengths]).node(
    'LSTM',
    [x, w, r, b, lengths],
    [{ type: x.type, shape: [time, directions, batch, hiddenSize] }, state, state],
    { hidden_size: hiddenSize, direction },
  );
  return { y: y!, h: h!, c: c! };
}
