import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiFailure } from '../api/index.js';
import { LiveQuestion, type LiveState } from './live-question.js';

let asked: {
  text: string;
  signal: AbortSignal;
  answer: (value: string) => void;
  fail: (error: Error) => void;
}[];
let states: LiveState<string>[];
let question: LiveQuestion<string>;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  states = [];
  question = new LiveQuestion<string>({
    delay: 50,
    longestDelay: 200,
    ask: (text, signal) =>
      new Promise((answer, fail) => {
        asked.push({ text, signal, answer, fail });
      }),
    show: (state) => states.push(state),
  });
});
afterEach(() => vi.useRealTimers());

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a live question', () => {
  it('is put once after a pause, about the last text', async () => {
    for (const text of ['a', 'ab', 'abc']) {
      question.update(text);
      await vi.advanceTimersByTimeAsync(30);
    }
    await vi.advanceTimersByTimeAsync(20);
    expect(asked.map(({ text }) => text)).toEqual(['abc']);
    asked[0]!.answer('fine');
    await settle();
    expect(states.at(-1)).toMatchObject({ latest: { text: 'abc', answer: 'fine' }, waiting: false });
  });

  it('is put without a pause when the text goes on changing', async () => {
    for (let i = 0; i < 10; i++) {
      question.update('x'.repeat(i + 1));
      await vi.advanceTimersByTimeAsync(30);
    }
    expect(asked.length).toBeGreaterThan(0);
  });

  it('lets an answer go when the text has changed meanwhile', async () => {
    question.update('old', { atOnce: true });
    await settle();
    question.update('new', { atOnce: true });
    await settle();
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[1]!.answer('of new');
    asked[0]!.answer('of old');
    await settle();
    expect(states.at(-1)!.latest).toMatchObject({ text: 'new', answer: 'of new' });
    expect(states.some(({ latest }) => latest?.answer === 'of old')).toBe(false);
  });

  it.each([
    ['a verdict', { delay: 25, longestDelay: 250 }, 15],
    ['an explanation', { delay: 350, longestDelay: 5000 }, 2],
  ])('shows what comes of %s while somebody types faster than it comes', async (_what, times, atLeast) => {
    let [atOnce, most] = [0, 0];
    const slow = new LiveQuestion<string>({
      ...times,
      ask: async (text) => {
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setTimeout(resolve, 160));
        atOnce--;
        return `on ${text}`;
      },
      show: (state) => states.push(state),
    });
    for (let i = 0; i < 80; i++) {
      slow.update('x'.repeat(i + 1));
      await vi.advanceTimersByTimeAsync(140);
    }
    const shown = new Set(states.map(({ latest }) => latest?.answer));
    shown.delete(undefined);
    expect(shown.size).toBeGreaterThanOrEqual(atLeast);
    expect(states.at(-1)).toMatchObject({ waiting: true }); // what stands there is of an earlier text
    await vi.advanceTimersByTimeAsync(1000);
    expect(states.at(-1)).toMatchObject({ latest: { answer: `on ${'x'.repeat(80)}` }, waiting: false });
    expect(most).toBe(1);
  });

  it('is put about the newest text alone when an answer has come, after the pause', async () => {
    question.update('one', { atOnce: true });
    await settle();
    question.update('one t');
    question.update('one two');
    await vi.advanceTimersByTimeAsync(30);
    asked[0]!.answer('first');
    await settle();
    expect(states.at(-1)).toMatchObject({ latest: { text: 'one', answer: 'first' }, waiting: true });
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20);
    expect(asked.map(({ text }) => text)).toEqual(['one', 'one two']);
    expect(asked[0]!.signal.aborted).toBe(false);
  });

  it('does not wait for ever for an answer when there is a newer text', async () => {
    question.update('one', { atOnce: true });
    await settle();
    question.update('one two');
    await vi.advanceTimersByTimeAsync(4000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect([asked[0]!.signal.aborted, asked[1]!.text]).toEqual([true, 'one two']);
  });

  it('is broken off for an empty text', async () => {
    question.update('one', { atOnce: true });
    await settle();
    question.update('');
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[0]!.answer('first');
    await settle();
    expect(states.at(-1)).toEqual({ latest: undefined, waiting: false, failure: undefined });
  });

  it('is put about the newest text when the one before fails', async () => {
    question.update('one', { atOnce: true });
    await settle();
    question.update('one two');
    asked[0]!.fail(new ApiFailure({ code: 'text-too-long', message: 'Too long.' }));
    await settle();
    expect(states.at(-1)).toMatchObject({ waiting: true, failure: undefined });
    await vi.advanceTimersByTimeAsync(50);
    question.update('one two three');
    asked[1]!.fail(new ApiFailure({ code: 'busy', message: 'Busy.', retryAfter: 1000 }));
    await settle();
    expect(states.at(-1)).toMatchObject({ waiting: false, failure: { code: 'busy' } });
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.map(({ text }) => text)).toEqual(['one', 'one two', 'one two three']);
  });

  it('keeps the last answer while it waits, and forgets it for an empty text', async () => {
    question.update('one', { atOnce: true });
    await settle();
    asked[0]!.answer('first');
    await settle();
    question.update('one two');
    expect(states.at(-1)).toMatchObject({ latest: { answer: 'first' }, waiting: true });
    question.update('  ');
    expect(states.at(-1)).toEqual({ latest: undefined, waiting: false, failure: undefined });
  });

  it('has no answer any more when a later text is refused', async () => {
    question.update('one', { atOnce: true });
    await settle();
    asked[0]!.answer('first');
    await settle();
    question.update('one '.repeat(9000), { atOnce: true });
    await settle();
    asked[1]!.fail(new ApiFailure({ code: 'text-too-long', message: 'Too long.' }));
    await settle();
    expect(states.at(-1)).toMatchObject({ latest: undefined, failure: { code: 'text-too-long' } });
    question.update('one two');
    expect(states.at(-1)).toMatchObject({ latest: undefined, waiting: true, failure: undefined });
  });

  it('keeps the last answer while a failure is to be tried again', async () => {
    question.update('one', { atOnce: true });
    await settle();
    asked[0]!.answer('first');
    await settle();
    question.update('one two', { atOnce: true });
    await settle();
    asked[1]!.fail(new ApiFailure({ code: 'busy', message: 'Busy.', retryAfter: 1000 }));
    await settle();
    expect(states.at(-1)).toMatchObject({ latest: { answer: 'first' }, failure: { code: 'busy' } });
  });

  it('asks again by itself when the failure says when', async () => {
    question.update('text', { atOnce: true });
    await settle();
    asked[0]!.fail(new ApiFailure({ code: 'busy', message: 'Busy.', retryAfter: 1000 }));
    await settle();
    expect(states.at(-1)!.failure?.code).toBe('busy');
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked).toHaveLength(2);
    asked[1]!.answer('now');
    await settle();
    expect(states.at(-1)).toMatchObject({ latest: { answer: 'now' }, failure: undefined });
  });

  it('does not ask again what would be refused again', async () => {
    question.update('text', { atOnce: true });
    await settle();
    asked[0]!.fail(new ApiFailure({ code: 'text-too-long', message: 'Too long.' }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
    expect(states.at(-1)!.failure?.message).toBe('Too long.');
  });
});
