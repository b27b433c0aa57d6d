import { describe, expect, it } from 'vitest';
import { FAILED, Results, WAITING } from './results.js';
import { labels, prediction, resultsOf } from './results.test-support.js';

describe('the results', () => {
  it('counts as answers come, and no row twice', () => {
    const results = resultsOf([
      ['a', 0.9, 10],
      ['b', 0.6, 30],
      ['c', 0.02, 900],
      ['d', 'failed'],
    ]);
    results.settle(0, prediction(0.1));
    results.fail(0, { code: 'x', message: 'x' });
    expect(results.settled).toBe(4);
    expect(results.labelCounts).toEqual([1, 2]);
    expect(results.unsure).toBe(1);
    expect(results.histogram.map((rows, bin) => [bin, rows]).filter(([, rows]) => rows! > 0)).toEqual([
      [0, 1],
      [12, 1],
      [18, 1],
    ]);
    expect(results.lengths[0]).toEqual([0, 1]);
    expect(results.lengths[1]).toEqual([0, 1]);
    expect(results.lengths.at(-1)).toEqual([1, 0]);
    expect([...results.failures.keys()]).toEqual([3]);
    expect([results.labelOf(2), results.labelOf(3)]).toEqual([0, FAILED]);
    expect(results.probability(2)).toBeCloseTo(0.98);
    expect(results.shown(2)).toBeCloseTo(0.02);
  });

  it('grows past its first size and keeps what it has', () => {
    const results = new Results({ labels, unsureBelow: 0.65 });
    for (let i = 0; i < 5000; i++) results.settle(results.add(`row ${i}`), prediction(i / 5000, i));
    results.add('waits');
    expect([results.count, results.settled, results.labelOf(5000)]).toEqual([5001, 5000, WAITING]);
    expect([results.text(3), results.tokensOf(4321), results.shown(2500)]).toEqual(['row 3', 4321, 0.5]);
  });

  it('keeps texts up to its limit, and figures beyond', () => {
    const results = new Results({ labels, unsureBelow: 0.65, keptCharacters: 5 });
    for (const text of ['abc', 'defg', 'hi']) results.settle(results.add(text), prediction(0.9));
    expect([0, 1, 2].map((row) => results.text(row))).toEqual(['abc', undefined, 'hi']);
    expect([results.unkept, results.settled]).toEqual([1, 3]);
  });
});
