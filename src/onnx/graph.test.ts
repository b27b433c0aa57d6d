import { describe, expect, it } from 'vitest';
import { Add, Mul, Tanh } from './elementwise.js';
import { Graph, type Value } from './graph.js';
import { modelBytes } from './model-bytes.js';
import { Scan } from './recurrence.js';
import { ReduceSum } from './reductions.js';
import { run } from './run.test-support.js';
import { float32, int64 } from './tensor.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Running sums of `x` [T, 2], each step scaled by an outer value. */
function scaledSums(graph: Graph, x: Value, scale: Value, reverse = false): { last: Value; sums: Value } {
  const start = graph.constant(float32([0, 0]));
  const { states, outputs } = Scan({ states: [start], sequences: [x], reverse }, ([sum], [step]) => {
    const next = Add(sum!, Mul(step!, scale));
    return { states: [next], outputs: [next] };
  });
  return { last: states[0]!, sums: outputs[0]! };
}

describe('a graph', () => {
  it('runs when loaded from its bytes: inputs, constants, results', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['B', 2]);
    graph.output(Add(Mul(x, graph.constant(float32([10, 100]))), 1), 'y');
    graph.output(ReduceSum(x, [0, 1]), 'sum');
    const { y, sum } = await run(graph, { x: float32([1, 2, 3, 4], [2, 2]) });
    expect(y).toEqual(float32([11, 201, 31, 401], [2, 2]));
    expect(sum).toEqual(float32([10], []));
  });

  it('gives the same bytes when built again', () => {
    const build = () => {
      const graph = new Graph();
      const x = graph.input('x', 'float32', ['T', 2]);
      graph.output(scaledSums(graph, x, graph.scalar(2)).last, 'last');
      return modelBytes(graph);
    };
    expect(build()).toEqual(build());
  });

  it('leaves out nodes and constants that no output needs', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [2]);
    Tanh(Mul(x, graph.constant(float32([5, 5]), 'unused')));
    graph.output(Add(x, graph.constant(float32([6, 6]), 'used')), 'y');
    const bytes = text(modelBytes(graph));
    expect(bytes).not.toContain('Tanh');
    expect(bytes).not.toContain('unused');
    expect(bytes).toContain('used');
  });

  it('keeps what only the body of a Scan needs', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['T', 2]);
    const scale = Add(graph.constant(float32([1])), 2); // a node outside, used by name inside
    const { last, sums } = scaledSums(graph, x, scale);
    graph.output(last, 'last');
    graph.output(sums, 'sums');
    const result = await run(graph, { x: float32([1, 2, 10, 20, 100, 200], [3, 2]) });
    expect(result.sums).toEqual(float32([3, 6, 33, 66, 333, 666], [3, 2]));
    expect(result.last).toEqual(float32([333, 666]));
  });

  it('walks from the end and keeps the order of the sequence', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['T', 2]);
    graph.output(scaledSums(graph, x, graph.scalar(1), true).sums, 'sums');
    const { sums } = await run(graph, { x: float32([1, 2, 10, 20, 100, 200], [3, 2]) });
    expect(sums).toEqual(float32([111, 222, 110, 220, 100, 200], [3, 2]));
  });

  it('passes a state or an element straight out of a body', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['T', 1]);
    const { states, outputs } = Scan(
      { states: [graph.constant(float32([7]))], sequences: [x] },
      ([state], [element]) => ({ states: [element!], outputs: [state!, element!, element!] }),
    );
    for (const [i, value] of [...states, ...outputs].entries()) graph.output(value, `result ${i}`);
    const result = await run(graph, { x: float32([1, 2], [2, 1]) });
    const numbers = Object.values(result).map(({ data }) => [...(data as Float32Array)]);
    expect(numbers).toEqual([[2], [7, 1], [1, 2], [1, 2]]);
  });

  it('names every value of a model differently, in bodies too', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', ['T', 2]);
    scaledSums(graph, x, scaledSums(graph, x, graph.scalar(3)).last);
    for (const wish of ['Add.1', 'Add.1', 'Add', 'state0.1']) graph.input(wish, 'float32', []);
    const names: string[] = [];
    const collect = (part: Graph): void => {
      names.push(...part.inputs.map(({ name }) => name), ...part.initializers.map(({ value }) => value.name));
      for (const { outputs, attributes } of part.nodes) {
        names.push(...outputs.map(({ name }) => name));
        for (const inner of Object.values(attributes)) if (inner instanceof Graph) collect(inner);
      }
    };
    collect(graph);
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
  });

  it('shares equal scalars and lists of integers', () => {
    const graph = new Graph();
    expect(graph.scalar(2)).toBe(graph.scalar(2));
    expect(graph.integers([1, 2])).toBe(graph.integers([1, 2]));
    expect(graph.integers([12])).not.toBe(graph.integers([1, 2]));
  });

  it('stores every element type as it is', async () => {
    const graph = new Graph();
    const tensors = {
      a: int64([-(2 ** 40), 7]),
      b: { type: 'int32', data: Int32Array.of(-5, 5), shape: [2] },
      c: { type: 'int8', data: Int8Array.of(-128, 127), shape: [2] },
      d: { type: 'uint8', data: Uint8Array.of(0, 255), shape: [2] },
      e: { type: 'bool', data: Uint8Array.of(1, 0), shape: [2] },
      f: float32([Math.PI, -0]),
    } as const;
    for (const [name, tensor] of Object.entries(tensors)) graph.output(graph.constant(tensor), name);
    const results = await run(graph);
    for (const [name, { type, data }] of Object.entries(tensors)) {
      expect(results[name]!.type).toBe(type);
      expect([...results[name]!.data]).toEqual([...data]);
    }
  });
});
