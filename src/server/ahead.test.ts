import { describe, expect, it } from 'vitest';
import { workAhead } from './ahead.js';

async function* numbers(count: number, taken: number[] = []): AsyncGenerator<number> {
  for (let number = 1; number <= count; number++) {
    taken.push(number);
    yield number;
  }
}

async function collect<Value>(source: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of source) values.push(value);
  return values;
}

describe('work ahead', () => {
  it('gives results in the order of the elements, whatever is ready first', async () => {
    const work = (number: number) =>
      new Promise<number>((resolve) => setTimeout(resolve, 20 - 4 * number, 10 * number));
    expect(await collect(workAhead(numbers(5), 3, work))).toEqual([10, 20, 30, 40, 50]);
  });

  it('takes no more elements than it may before results are asked for', async () => {
    const taken: number[] = [];
    const results = workAhead(numbers(100, taken), 3, async (number) => number);
    await results.next();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(taken.length).toBeLessThanOrEqual(4);
    await results.return(undefined);
  });

  it('gives out what was begun before the source failed, then fails', async () => {
    const source = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error('torn off');
    };
    const results = workAhead(source(), 3, async (number) => number);
    expect(await results.next()).toEqual({ done: false, value: 1 });
    await expect(results.next()).rejects.toThrow('torn off');
  });

  it('gives a result while the source waits', async () => {
    const source = async function* (): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => undefined);
    };
    const results = workAhead(source(), 3, async (number) => number);
    expect(await results.next()).toEqual({ done: false, value: 1 });
  });
});
