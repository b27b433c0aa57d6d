import { describe, expect, it } from 'vitest';
import { GrowingIntegers } from './growing-integers.js';

describe('a list of whole numbers that grows', () => {
  it('holds what was added, one by one or together, in its order', () => {
    const list = new GrowingIntegers();
    expect(list.toShared()).toHaveLength(0);
    const many = Int32Array.from({ length: 2.5 * 2 ** 20 }, (_, i) => i - 5);
    list.push(-7);
    list.append(many);
    list.push(9);
    expect(list.length).toBe(many.length + 2);
    const all = list.toShared();
    expect(all.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([all[0], all.at(-1)]).toEqual([-7, 9]);
    expect(Buffer.compare(bytesOf(all.subarray(1, -1)), bytesOf(many))).toBe(0);
  });

  it('goes on where a chunk is exactly full', () => {
    const list = new GrowingIntegers();
    list.append(new Int32Array(2 ** 20).fill(1));
    expect(list.toShared()).toHaveLength(2 ** 20);
    list.push(2);
    expect(list.toShared().at(-1)).toBe(2);
  });
});

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
