import { describe, expect, it } from 'vitest';
import { Random } from './index.js';

describe('Random', () => {
  it('gives the published sequence of xoshiro128** for the state 1, 2, 3, 4', () => {
    const random = new Random([1, 2, 3, 4]);
    expect([random.nextUint32(), random.nextUint32(), random.nextUint32()]).toEqual([11520, 0, 5927040]);
  });

  it('goes on with the same numbers from a stored state', () => {
    const random = new Random(7);
    random.uniform();
    const copy = new Random(random.state);
    expect([copy.nextUint32(), copy.nextUint32()]).toEqual([random.nextUint32(), random.nextUint32()]);
  });

  it('draws uniform numbers with the right mean and normal ones with unit variance', () => {
    const random = new Random(1);
    const count = 20_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      sum += random.uniform();
      squares += random.normal() ** 2;
    }
    expect(sum / count).toBeCloseTo(0.5, 1);
    expect(squares / count).toBeCloseTo(1, 1);
  });

  it('shuffles without losing an item, the same way for the same seed', () => {
    const items = Uint32Array.from({ length: 100 }, (_, i) => i);
    const shuffled = new Random(3).shuffle(items.slice());
    expect(shuffled).not.toEqual(items);
    expect(new Random(3).shuffle(items.slice())).toEqual(shuffled);
    expect(shuffled.slice().sort()).toEqual(items);
  });
});
