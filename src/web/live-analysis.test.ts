import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RefusedError } from './ask-server.js';
import { type AnalysisState, LiveAnalysis } from './live-analysis.js';

interface Asked {
  readonly text: string;
  readonly signal: AbortSignal;
  answer(answer: string): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A live analysis whose questions the test answers itself. */
function analysis() {
  const asked: Asked[] = [];
  const shown: AnalysisState<string>[] = [];
  const live = new LiveAnalysis<string>({
    delay: 150,
    ask: (text, signal) =>
      new Promise((resolve, reject) => {
        const after = () => vi.advanceTimersByTimeAsync(0).then(() => undefined);
        asked.push({
          text,
          signal,
          answer: (answer) => {
            resolve(answer);
            return after();
          },
          fail: (error) => {
            reject(error);
            return after();
          },
        });
      }),
    show: (state) => shown.push(state),
  });
  return { live, asked, shown };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the live analysis', () => {
  it('asks once the typing pauses, about the last text', async () => {
    const { live, asked, shown } = analysis();
    for (const text of ['a', 'a f', 'a fi']) {
      live.update(text);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked.map(({ text }) => text)).toEqual(['a fi']);
    await asked[0]!.answer('positive');
    expect(shown.at(-1)).toEqual({ kind: 'answer', answer: 'positive' });
  });

  it('asks at once when told to', async () => {
    const { live, asked } = analysis();
    live.update('an example', { atOnce: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(1);
  });

  it('lets a stale answer go, also when it comes last', async () => {
    const { live, asked, shown } = analysis();
    live.update('old', { atOnce: true });
    await vi.advanceTimersByTimeAsync(0);
    live.update('new', { atOnce: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(asked[0]!.signal.aborted).toBe(true);
    await asked[1]!.answer('of the new');
    await asked[0]!.answer('of the old');
    expect(shown.filter(({ kind }) => kind === 'answer')).toEqual([{ kind: 'answer', answer: 'of the new' }]);
  });

  it('asks nothing about a text that is emptied, and lets go what was asked', async () => {
    const { live, asked, shown } = analysis();
    live.update('something', { atOnce: true });
    await vi.advanceTimersByTimeAsync(0);
    live.update(' \n');
    await asked[0]!.answer('late');
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(1);
    expect(shown.at(-1)).toEqual({ kind: 'empty' });
  });

  it('says why there is no answer', async () => {
    const { live, asked, shown } = analysis();
    live.update('too long', { atOnce: true });
    await vi.advanceTimersByTimeAsync(0);
    await asked[0]!.fail(new RefusedError('The limit is 5.', undefined));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(shown.at(-1)).toEqual({ kind: 'refused', message: 'The limit is 5.' });
    expect(asked).toHaveLength(1);
  });

  it('asks a busy server again after the time it named, unless the text has changed', async () => {
    const { live, asked } = analysis();
    live.update('first', { atOnce: true });
    await vi.advanceTimersByTimeAsync(0);
    await asked[0]!.fail(new RefusedError('Busy.', 1000));
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map(({ text }) => text)).toEqual(['first', 'first']);
    await asked[1]!.fail(new RefusedError('Busy.', 1000));
    live.update('second', { atOnce: true });
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked.map(({ text }) => text)).toEqual(['first', 'first', 'second']);
  });
});
