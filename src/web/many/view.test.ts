import { describe, expect, it } from 'vitest';
import { Results } from './results.js';
import { labels, prediction, resultsOf } from './results.test-support.js';
import { type Question, viewOf } from './view.js';

const plain: Question = { sort: 'row', descending: false, filter: 'all', search: '' };
const never = new AbortController().signal;

const results = resultsOf([
  ['A fine film', 0.9, 40],
  ['Fog (again)', 0.2, 5],
  ['', 'failed'],
  ['fine, fine', 0.55, 20],
  ['Fog', 0.2, 90],
]);
const view = async (question: Partial<Question>) => [
  ...(await viewOf(results, { ...plain, ...question }, never)),
];

describe('the view of the rows', () => {
  it('sorts either way, equal rows in their order, failed ones last', async () => {
    expect(await view({})).toEqual([0, 1, 2, 3, 4]);
    expect(await view({ descending: true })).toEqual([4, 3, 2, 1, 0]);
    expect(await view({ sort: 'probability' })).toEqual([1, 4, 3, 0, 2]);
    expect(await view({ sort: 'probability', descending: true })).toEqual([0, 3, 1, 4, 2]);
    expect(await view({ sort: 'length', descending: true })).toEqual([4, 0, 3, 1, 2]);
    expect(await view({ sort: 'label' })).toEqual([1, 4, 0, 3, 2]);
  });

  it('filters by label, unsure and failed', async () => {
    expect(await view({ filter: 'label 1' })).toEqual([0, 3]);
    expect(await view({ filter: 'unsure' })).toEqual([3]);
    expect(await view({ filter: 'failed' })).toEqual([2]);
  });

  it('searches without regard to case, and takes signs for what they are', async () => {
    expect(await view({ search: 'FINE' })).toEqual([0, 3]);
    expect(await view({ search: 'fog (' })).toEqual([1]);
    expect(await view({ search: 'fog', sort: 'length', descending: true })).toEqual([4, 1]);
  });

  it('leaves out rows that wait', async () => {
    const waiting = new Results({ labels, unsureBelow: 0.65 });
    waiting.add('waits');
    expect(await viewOf(waiting, plain, never)).toHaveLength(0);
  });

  it('stops when another question is asked', async () => {
    const stop = new AbortController();
    const large = new Results({ labels, unsureBelow: 0.65 });
    for (let i = 0; i < 50_000; i++) large.settle(large.add('word '.repeat(200)), prediction(0.9));
    const asked = viewOf(large, { ...plain, search: 'nothing' }, stop.signal);
    stop.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('sorts 100,000 rows within 200 ms, and never works for 50 ms without a breath', async () => {
    const large = new Results({ labels, unsureBelow: 0.65 });
    for (let i = 0; i < 100_000; i++) {
      const positive = ((i * 7919) % 100_000) / 100_000;
      large.settle(large.add(`review ${i} of ${'a film '.repeat(100)}`), prediction(positive, i % 977));
    }
    /** The best of some rounds: other work on the machine makes single ones slow. */
    const timed = async (question: Partial<Question>) => {
      let [whole, breath] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
      let rows = new Uint32Array(0);
      for (let round = 0; round < 8; round++) {
        const start = performance.now();
        let began = start;
        let longest = 0;
        const mark = (): void => {
          longest = Math.max(longest, performance.now() - began);
        };
        const pause = async (): Promise<void> => {
          mark();
          await new Promise((resolve) => setImmediate(resolve));
          began = performance.now();
        };
        rows = new Uint32Array(await viewOf(large, { ...plain, ...question }, never, pause));
        mark();
        whole = Math.min(whole, performance.now() - start);
        breath = Math.min(breath, longest);
      }
      return { rows, whole, breath };
    };
    const sorted = await timed({ sort: 'probability' });
    expect(sorted.whole).toBeLessThan(200);
    expect(sorted.breath).toBeLessThan(50);
    expect(sorted.rows).toHaveLength(100_000);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < sorted.rows.length; i++) {
      least = Math.min(least, large.shown(sorted.rows[i]!) - large.shown(sorted.rows[i - 1]!));
    }
    expect(least).toBeGreaterThan(-1e-7);
    const found = await timed({ search: 'Review 99999 OF' });
    expect([...found.rows]).toEqual([99_999]);
    expect(found.breath).toBeLessThan(50);
  });
});
