import { describe, expect, it, vi } from 'vitest';
import wabt from 'wabt';
import { Random } from '../random/index.js';
import { allocateShared, type Kernels, kernelsOn, placeOf, type SharedFloats } from './kernels.js';
import { kernelsModule } from './kernels-module.js';
import { repositoryFile } from './training.test-support.js';

const length = 16;

/** Four arrays of random numbers and the loops over them. */
function drawn() {
  const { memory, arrays } = allocateShared(Array<number>(4).fill(length));
  const random = new Random(1);
  for (const array of arrays) for (let i = 0; i < length; i++) array[i] = random.uniform() + 0.1;
  return { kernels: kernelsOn(memory), arrays };
}

interface Loop {
  readonly name: string;
  /** Treats `count` numbers from `start` of the arrays. */
  readonly run: (kernels: Kernels, places: readonly number[], count: number) => void;
  /** What element i of each array is after it. */
  readonly expected: (numbers: readonly number[]) => number[];
}

const f = Math.fround;

const loops: Loop[] = [
  {
    name: 'adam',
    run: (kernels, [p = 0, g = 0, m = 0, v = 0], count) =>
      kernels.adam(p, g, m, v, count, 0.5, 0.99, 0.02, 0.8, 0.2, 0.9, 0.1, 0.01, 1e-3),
    expected: ([p = 0, g = 0, m = 0, v = 0]) => {
      const kept = 0.99 * p;
      const gradient = 0.5 * g + 0.02 * kept;
      const first = 0.8 * m + 0.2 * gradient;
      const second = 0.9 * v + 0.1 * gradient * gradient;
      return [kept - (0.01 * first) / (Math.sqrt(second) + 1e-3), g, first, second];
    },
  },
  {
    name: 'sgd',
    run: (kernels, [p = 0, g = 0, m = 0], count) => kernels.sgd(p, g, m, count, 0.5, 0.02, 0.8, 0.1),
    expected: ([p = 0, g = 0, m = 0, other = 0]) => {
      const velocity = 0.8 * m + 0.5 * g + 0.02 * p;
      return [p - 0.1 * velocity, g, velocity, other];
    },
  },
  {
    name: 'moveAverage',
    run: (kernels, [average = 0, value = 0], count) => kernels.moveAverage(average, value, count, 0.1),
    expected: ([average = 0, value = 0, ...others]) => [0.9 * average + 0.1 * value, value, ...others],
  },
  {
    name: 'add',
    run: (kernels, [sum = 0, other = 0], count) => kernels.add(sum, other, count),
    expected: ([sum = 0, other = 0, ...others]) => [f(sum + other), other, ...others],
  },
];

describe('the loops', () => {
  it('are those of kernels.wat', async () => {
    const source = repositoryFile('src/training/kernels.wat');
    const module = (await wabt()).parseWat('kernels.wat', source, { threads: true, simd: true });
    const assembled = Buffer.from(module.toBinary({}).buffer).toString('base64');
    expect(assembled === kernelsModule, 'npm run build:kernels').toBe(true);
  });

  it.each(loops)('$name: of any length from any place, and nothing else changes', ({ run, expected }) => {
    for (const start of [0, 1, 3]) {
      for (let count = 0; count <= 9; count++) {
        const { kernels, arrays } = drawn();
        const before = arrays.map((array) => [...array]);
        run(
          kernels,
          arrays.map((array) => placeOf(array, start)),
          count,
        );
        for (let i = 0; i < length; i++) {
          const old = before.map((array) => array[i]!);
          const isOwn = i >= start && i < start + count;
          const wanted = isOwn ? expected(old) : old;
          arrays.forEach((array, k) => {
            if (isOwn) expect(Math.abs(array[i]! - wanted[k]!)).toBeLessThan(1e-6);
            else expect(array[i]).toBe(wanted[k]);
          });
        }
      }
    }
  });

  it('squaredNorm: adds in float64, and what lies behind does not count', () => {
    const { memory, arrays } = allocateShared([length]);
    const [values] = arrays as [SharedFloats];
    const kernels = kernelsOn(memory);
    for (const start of [0, 1, 3]) {
      for (let count = 0; count <= 9; count++) {
        values.fill(Number.NaN);
        for (let i = 0; i < count; i++) values[start + i] = i === 0 ? 1e4 : 0.1 * i;
        const sum = values.subarray(start, start + count).reduce((total, value) => total + value * value, 0);
        expect(kernels.squaredNorm(placeOf(values, start), count)).toBeCloseTo(sum, 7);
      }
    }
  });

  it('squaredNorm: tells of what is not finite', () => {
    const { memory, arrays } = allocateShared([5]);
    arrays[0]!.set([1, 2, 3, 4, Number.POSITIVE_INFINITY]);
    expect(kernelsOn(memory).squaredNorm(placeOf(arrays[0]!, 0), 5)).toBe(Number.POSITIVE_INFINITY);
    arrays[0]![2] = Number.NaN;
    expect(kernelsOn(memory).squaredNorm(placeOf(arrays[0]!, 0), 5)).toBeNaN();
  });

  it('reach the last number of all', () => {
    const whole = 65_536 / 4; // with what lies around it, more than a page
    const { memory, arrays } = allocateShared([whole]);
    arrays[0]!.fill(1);
    expect(kernelsOn(memory).squaredNorm(placeOf(arrays[0]!, 1), whole - 1)).toBe(whole - 1);
  });
});

describe('shared memory', () => {
  it('holds arrays of zeros side by side', () => {
    const { arrays, memory } = allocateShared([3, 0, 20]);
    expect(arrays.map((array) => [...array])).toEqual([[0, 0, 0], [], Array(20).fill(0)]);
    expect(new Set(arrays.map((array) => array.buffer))).toEqual(new Set([memory.buffer]));
    arrays[0]!.fill(1);
    expect([...arrays[2]!]).toEqual(Array(20).fill(0));
  });

  it('of more than WebAssembly can address is refused, and said in GiB', () => {
    expect(() => allocateShared([2 ** 29, 2 ** 30])).toThrow(/6\.0 GiB .* 4 GiB are the most\. Choose/);
  });

  it('that the system does not give is said to be for want of addresses', () => {
    const refused = vi.spyOn(WebAssembly, 'Memory').mockImplementation(() => {
      throw new RangeError('could not allocate memory');
    });
    try {
      expect(() => allocateShared([1])).toThrow(expect.objectContaining({ code: 'no-space' }));
      expect(() => allocateShared([1])).toThrow(/ulimit -v/);
    } finally {
      refused.mockRestore();
    }
  });
});
