import { describe, expect, it } from 'vitest';
import { ReelsenseError } from '../../errors/index.js';
import { ApiFailure } from '../api/index.js';
import type { SourceRow } from './read-rows.js';
import { Results } from './results.js';
import { labels, prediction } from './results.test-support.js';
import { chunkLimits, Run, type RunState, retryLimits } from './run.js';
import type { SendOptions } from './send-rows.js';

type Send = (texts: readonly string[], options: SendOptions) => Promise<string>;

async function* numbered(count: number): AsyncGenerator<SourceRow> {
  for (let i = 0; i < count; i++) yield { text: `text ${i}` };
}

/** Answers each text by its number, and remembers what it was sent. */
function fakeServer(between: (asked: number, options: SendOptions) => Promise<void> = async () => {}) {
  const sent: string[] = [];
  const answers = new Map<string, number>();
  let [asked, atOnce, most] = [0, 0, 0];
  const send: Send = async (texts, options) => {
    most = Math.max(most, ++atOnce);
    sent.push(...texts);
    try {
      await between(asked++, options);
      texts.forEach((text, index) => {
        answers.set(text, (answers.get(text) ?? 0) + 1);
        options.onAnswer(index, { prediction: prediction(0.9, Number(text.slice(5)) + 1) });
      });
    } finally {
      atOnce--;
    }
    return 'model';
  };
  return { send, sent, answers, most: () => most };
}

function runOf(rows: AsyncIterator<SourceRow>, send: Send) {
  const results = new Results({ labels, unsureBelow: 0.65 });
  const states: RunState[] = [];
  const waits: number[] = [];
  const run = new Run({
    rows,
    results,
    send,
    onState: (state) => states.push(state),
    wait: async (milliseconds, signal) => {
      waits.push(milliseconds);
      signal.throwIfAborted();
    },
  });
  return { run, results, states, waits };
}

const kinds = (states: readonly RunState[]) => states.map(({ kind }) => kind);
const inOrder = (results: Results) =>
  Array.from({ length: results.count }, (_, row) => results.tokensOf(row)).every(
    (tokens, row) => tokens === row + 1,
  );

describe('a run', () => {
  it('sends chunks, two at a time, and keeps the order', async () => {
    const server = fakeServer(() => new Promise((resolve) => setTimeout(resolve, Math.random() * 5)));
    const { run, results, states } = runOf(numbered(1050), server.send);
    await run.start();
    expect(kinds(states)).toEqual(['running', 'done']);
    expect([results.settled, inOrder(results), server.most()]).toEqual([1050, true, chunkLimits.inFlight]);
    expect(server.sent).toHaveLength(1050);
  });

  it('asks again after a failure, after what the server says, and scores nothing twice', async () => {
    const server = fakeServer(async (asked, { onAnswer }) => {
      if (asked === 0) {
        onAnswer(0, { prediction: prediction(0.9, 1) });
        throw new ApiFailure({ code: 'incomplete', message: 'broke off', retryAfter: 1 });
      }
      if (asked === 1) throw new ApiFailure({ code: 'busy', message: 'busy', status: 429, retryAfter: 5000 });
    });
    const { run, results, states, waits } = runOf(numbered(400), server.send);
    await run.start();
    expect(kinds(states).at(-1)).toBe('done');
    expect([results.settled, inOrder(results)]).toEqual([400, true]);
    expect(waits.sort((a, b) => a - b)).toEqual([retryLimits.first, 5000]);
    expect(server.answers.has('text 0')).toBe(false); // it had its answer
    expect([...server.answers.values()].every((times) => times === 1)).toBe(true);
    expect(states).toContainEqual(expect.objectContaining({ kind: 'retrying', message: 'busy' }));
  });

  it('waits longer each time, gives up in the end, and goes on when told', async () => {
    let down = true;
    const server = fakeServer(async () => {
      if (down) throw new ApiFailure({ code: 'unreachable', message: 'gone', retryAfter: 1 });
    });
    const { run, results, states, waits } = runOf(numbered(100), server.send);
    await run.start();
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(states.at(-1)).toEqual({
      ...{ kind: 'failed', message: 'The server cannot be reached. Is it still running?', resumable: true },
    });
    down = false;
    await run.start();
    expect(kinds(states).at(-1)).toBe('done');
    expect([results.settled, inOrder(results)]).toEqual([100, true]);
  });

  it('does not repeat a question that would be refused again', async () => {
    const server = fakeServer(async () => {
      throw new ApiFailure({ code: 'unauthorized', message: 'no key', status: 401 });
    });
    const { run, states, waits } = runOf(numbered(1), server.send);
    await run.start();
    expect([waits, states.at(-1)]).toEqual([[], { kind: 'failed', message: 'no key', resumable: true }]);
  });

  it('stops at once when cancelled, keeps what is done, and goes on with the rest', async () => {
    let held = true;
    let waiting = 0;
    const server = fakeServer((asked, { signal }) => {
      if (asked < 2 || !held) return Promise.resolve();
      waiting++;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const { run, results, states } = runOf(numbered(1000), server.send);
    const ended = run.start();
    while (waiting < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    run.cancel();
    held = false;
    expect(results.settled).toBe(400);
    expect(kinds(states)).toEqual(['running', 'stopped']);
    await run.start(); // also before the first has come to its rest
    await ended;
    expect(kinds(states)).toEqual(['running', 'stopped', 'running', 'done']);
    expect([results.settled, inOrder(results)]).toEqual([1000, true]);
    expect([...server.answers.values()].every((times) => times === 1)).toBe(true);
  });

  it('lists rows that cannot be read as failed, in their place', async () => {
    async function* rows(): AsyncGenerator<SourceRow> {
      yield { text: 'text 0' };
      yield { problem: 'The text is empty.' };
      yield { text: 'text 2' };
    }
    const { run, results } = runOf(rows(), fakeServer().send);
    await run.start();
    expect([...results.failures.entries()]).toEqual([
      [1, { code: 'unreadable-row', message: 'The text is empty.' }],
    ]);
    expect([0, 2].map((row) => results.tokensOf(row))).toEqual([1, 3]);
  });

  it('keeps what came before a file turned out damaged, and says why it ended', async () => {
    async function* rows(): AsyncGenerator<SourceRow> {
      yield* numbered(3);
      throw new ReelsenseError('damaged-data', 'It is cut off.');
    }
    const { run, results, states } = runOf(rows(), fakeServer().send);
    await run.start();
    expect(results.settled).toBe(3);
    expect(states.at(-1)).toEqual({ kind: 'failed', message: 'It is cut off.', resumable: false });
  });
});
