import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReelsenseError } from '../errors/index.js';
import { Session } from '../runtime/index.js';
import { Predictor } from './index.js';
import { smallModel } from './small-model.test-support.js';

let model: Predictor;
beforeAll(async () => {
  model = await Predictor.create(smallModel(), { createSession: Session.create });
});
afterAll(() => model.release());

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a stream of texts', () => {
  it('goes on after elements with an error, and brings back what they hold', async () => {
    const bad = new ReelsenseError('damaged-data', 'Row 3 is cut.');
    const items = [
      { row: 1, text: 'great film' },
      { row: 2, text: '<br>' },
      { row: 3, error: bad },
      { row: 4, text: 'x'.repeat((1 << 20) + 1) },
      { row: 5, text: 7 as unknown as string },
      { row: 6, text: 'a shrug' },
      { row: 7, text: null as unknown as string },
    ];
    const results = [];
    for await (const result of model.predictStream(items)) results.push(result);
    expect(results.map(({ item }) => item.row)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const codes = results.map(({ error }) => error?.code);
    expect(codes).toEqual([
      undefined,
      'empty-text',
      'damaged-data',
      'text-too-long',
      'wrong-type',
      undefined,
      'wrong-type',
    ]);
    expect(results[2]!.error).toBe(bad);
    expect(results[5]!.prediction).toEqual(await model.predict('a shrug'));
  });

  it('goes on after an element that is no text at all', async () => {
    const results = [];
    for await (const result of model.predictStream([
      null as unknown as string,
      7 as unknown as string,
      'a shrug',
    ]))
      results.push(result.error?.message);
    expect(results).toEqual([
      'The text is null; give a string.',
      'The text is of type number; give a string.',
      undefined,
    ]);
  });

  it('passes an error of any kind on, and takes an error that is null for none', async () => {
    const own = new TypeError('Row 1 has no text.') as unknown as ReelsenseError;
    const items = [{ error: own }, { text: 'a shrug', error: null as unknown as undefined }];
    const results = [];
    for await (const result of model.predictStream(items)) results.push(result);
    expect(results.map(({ error }) => error)).toEqual([own, undefined]);
  });

  it.each([
    ['a text', 'great film', 'of type string'],
    ['nothing', undefined, 'of type undefined'],
    ['null', null, 'null'],
  ])('is refused where it is %s', async (_, items, shown) => {
    await expect(model.predictStream(items as unknown as string[]).next()).rejects.toMatchObject({
      code: 'wrong-type',
      message: expect.stringContaining(`The stream of texts is ${shown};`),
    });
  });

  it('takes promises of its source that are not those of its own realm', async () => {
    const OtherPromise = runInNewContext('Promise') as PromiseConstructor;
    const left = ['great film', 'a shrug'];
    const next = (): IteratorResult<string> => {
      const value = left.shift();
      return value === undefined ? { done: true, value } : { done: false, value };
    };
    const source: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({ next: () => OtherPromise.resolve(next()) }),
    };
    const items = [];
    for await (const { item } of model.predictStream(source)) items.push(item);
    expect(items).toEqual(['great film', 'a shrug']);
  });

  it('reads no further ahead than a window, and closes its source when left', async () => {
    let read = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) {
          read++;
          yield 'great film';
        }
      } finally {
        closed = true;
      }
    }
    let seen = 0;
    for await (const _ of model.predictStream(endless())) if (++seen === 1500) break;
    expect(read).toBe(2048);
    expect(closed).toBe(true);
  });

  it('answers at once when its source pauses', async () => {
    let more = (): void => {};
    const paused = new Promise<void>((resolve) => {
      more = resolve;
    });
    async function* typed(): AsyncGenerator<string> {
      yield 'great film';
      await paused;
      yield 'a shrug';
    }
    const results = model.predictStream(typed());
    expect((await results.next()).value?.item).toBe('great film');
    more();
    expect((await results.next()).value?.item).toBe('a shrug');
    expect((await results.next()).done).toBe(true);
  });

  it('can be left while its source pauses', async () => {
    async function* silent(): AsyncGenerator<string> {
      yield 'great film';
      await new Promise(() => {});
    }
    for await (const { prediction } of model.predictStream(silent())) {
      expect(prediction).toBeDefined();
      break;
    }
  });

  it('gives out what it has read before it passes on an error of its source', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield 'great film';
      throw new ReelsenseError('damaged-data', 'The file ends in mid-row.');
    }
    const results = model.predictStream(failing());
    expect((await results.next()).value?.item).toBe('great film');
    await expect(results.next()).rejects.toMatchObject({ code: 'damaged-data' });
  });

  it('holds no more memory after 60,000 texts than after 10,000', { timeout: 120_000 }, async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    async function* texts(): AsyncGenerator<string> {
      for (let i = 0; i < 60_000; i++) yield `great film ${i}`;
    }
    const held: number[] = []; // bytes
    let seen = 0;
    let wrong = 0;
    for await (const { prediction } of model.predictStream(texts())) {
      if (prediction?.tokens.total !== 3) wrong++;
      if (++seen % 10_000 > 0) continue;
      await nextTurn();
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      held.push(heapUsed + external);
    }
    expect([seen, wrong]).toEqual([60_000, 0]);
    expect(Math.max(...held) - held[0]!).toBeLessThan(2e6); // 40 bytes a text
  });
});
