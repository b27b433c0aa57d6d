import { describe, expect, it } from 'vitest';
import { learningRateAt } from './schedule.js';

const rates = (decay: 'linear' | 'cosine' | 'none', warmupSteps: number, totalSteps: number): number[] =>
  Array.from({ length: totalSteps + 1 }, (_, step) =>
    Number(learningRateAt(step, { learningRate: 8, warmupSteps, decay, totalSteps }).toFixed(6)),
  );

describe('the learning rate', () => {
  it('rises over the warm-up and falls evenly to zero after the last step', () => {
    expect(rates('linear', 4, 8)).toEqual([2, 4, 6, 8, 8, 6, 4, 2, 0]);
  });

  it('falls as half a cosine', () => {
    expect(rates('cosine', 2, 6)).toEqual([4, 8, 8, 6.828427, 4, 1.171573, 0]);
  });

  it('stays without a decay, and starts at once without a warm-up', () => {
    expect(rates('none', 2, 4)).toEqual([4, 8, 8, 8, 8]);
    expect(rates('linear', 0, 4)).toEqual([8, 6, 4, 2, 0]);
  });

  it('rises over half of a run that is shorter than the warm-up, and falls over the other', () => {
    expect(rates('linear', 100, 4)).toEqual([4, 8, 8, 4, 0]);
    expect(rates('linear', 100, 1)).toEqual([8, 0]);
  });
});
