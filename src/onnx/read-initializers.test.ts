import { describe, expect, it } from 'vitest';
import { Add, Cast } from './elementwise.js';
import { Graph } from './graph.js';
import { modelBytes } from './model-bytes.js';
import { readInitializers } from './read-initializers.js';
import type { Tensor } from './tensor.js';

const stored: Record<string, Tensor> = {
  single: { type: 'float32', data: Float32Array.of(1.5, -2, 0.25, 8, 9, 10), shape: [1, 6] },
  half: { type: 'float16', data: Uint16Array.of(0x3c00, 0xc000), shape: [1, 2] },
  byte: { type: 'int8', data: Int8Array.of(-127, 0, 127), shape: [3] },
};

function model(): Uint8Array {
  const graph = new Graph();
  const x = graph.input('x', 'float32', ['N', 1]);
  for (const [name, tensor] of Object.entries(stored)) {
    graph.output(Add(x, Cast(graph.constant(tensor, name), 'float32')), `sum.${name}`);
  }
  return modelBytes(graph);
}

describe('readInitializers', () => {
  it('gives back every tensor that was stored, with type, shape and numbers', () => {
    const found = readInitializers(model());
    for (const [name, tensor] of Object.entries(stored)) expect(found.get(name)).toEqual(tensor);
  });

  it('gives memory of its own, which outlives the bytes of the model', () => {
    const bytes = model();
    const found = readInitializers(bytes);
    bytes.fill(0);
    expect(found.get('byte')?.data).toEqual(stored.byte?.data);
  });

  it('reads a Buffer of Node.js as any bytes', () => {
    expect(readInitializers(Buffer.from(model())).get('single')).toEqual(stored.single);
  });

  it('refuses bytes that are cut', () => {
    const bytes = model();
    expect(() => readInitializers(bytes.subarray(0, bytes.length - 7))).toThrow();
    expect(() => readInitializers(Uint8Array.of(255, 255, 255))).toThrow();
  });
});
