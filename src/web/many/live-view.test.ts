import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveView } from './live-view.js';

let asked: { signal: AbortSignal; answer: (view: Uint32Array) => void }[];
let shown: number[][];
let live: LiveView;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  shown = [];
  live = new LiveView({
    interval: 600,
    ask: (signal) =>
      new Promise((answer, reject) => {
        asked.push({ signal, answer });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
    show: (view) => shown.push([...view]),
  });
});
afterEach(() => vi.useRealTimers());

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

describe('a live view', () => {
  it('ends what it began while rows go on coming, and begins again with them', async () => {
    for (let beat = 0; beat < 20; beat++) {
      live.update();
      await pass(250);
    }
    expect(asked).toHaveLength(1);
    expect(asked[0]!.signal.aborted).toBe(false);
    asked[0]!.answer(Uint32Array.of(4, 2));
    await pass(0);
    expect(shown).toEqual([[4, 2]]);
    await pass(599);
    expect(asked).toHaveLength(1);
    await pass(1);
    expect(asked).toHaveLength(2);
  });

  it('is asked once for all rows that come within its interval, and not without any', async () => {
    live.update();
    await pass(0);
    asked[0]!.answer(Uint32Array.of(1));
    await pass(100);
    for (let i = 0; i < 3; i++) live.update();
    await pass(2000);
    expect(asked).toHaveLength(2);
    asked[1]!.answer(Uint32Array.of(1, 2));
    await pass(2000);
    expect(asked).toHaveLength(2);
    expect(shown).toEqual([[1], [1, 2]]);
  });

  it('gives up what runs, and shows nothing, once it is stopped', async () => {
    live.update();
    await pass(0);
    live.update();
    live.stop();
    expect(asked[0]!.signal.aborted).toBe(true);
    await pass(2000);
    expect([asked.length, shown]).toEqual([1, []]);
  });
});
