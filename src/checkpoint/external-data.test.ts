import { describe, expect, it } from 'vitest';
import { refuseExternalData } from './external-data.js';

/** A protobuf field with bytes inside. */
const field = (number: number, ...inner: number[][]): number[] => {
  const content = inner.flat();
  return [
    ...(number < 16 ? [number * 8 + 2] : [((number * 8 + 2) & 127) | 128, (number * 8 + 2) >> 7]),
    content.length,
    ...content,
  ];
};
const outside = [14 * 8, 1]; // data_location: EXTERNAL
const inside = [14 * 8, 0];

describe('refuseExternalData', () => {
  it.each<[string, number[]]>([
    ['an initializer', field(7, field(5, outside))],
    ['an initializer that names a file', field(7, field(5, field(13, [])))],
    ['a constant of a node', field(7, field(1, field(5, field(5, outside))))],
    ['the body of a loop', field(7, field(1, field(5, field(6, field(5, outside)))))],
    ['a sparse initializer', field(7, field(15, field(1, outside)))],
    ['a function', field(25, field(7, field(5, field(5, outside))))],
  ])('finds external data in %s', (_name, bytes) => {
    expect(refuseExternalData(Uint8Array.from(bytes))).toBe('it keeps tensors in another file');
  });

  it('accepts tensors that lie in the file', () => {
    const tensor = field(5, inside, field(9, [1, 2, 3, 4]));
    expect(refuseExternalData(Uint8Array.from([8, 10, ...field(7, tensor, field(1))]))).toBeUndefined();
  });

  it.each([[[0x3a, 9, 1]], [[1, 2, 3]], [[]], [[8, 10]]])('says that %j is no ONNX file', (bytes) => {
    expect(refuseExternalData(Uint8Array.from(bytes))).toBe('it is not an ONNX file');
  });
});
