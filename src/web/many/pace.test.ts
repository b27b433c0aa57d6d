import { describe, expect, it } from 'vitest';
import { Pace } from './pace.js';

describe('the pace', () => {
  it('knows nothing at first', () => {
    const pace = new Pace();
    pace.mark(0, 0);
    expect([pace.rate, pace.left(10)]).toEqual([undefined, undefined]);
  });

  it('is that of the last seconds, and tells what is left', () => {
    const pace = new Pace();
    for (let second = 0; second <= 60; second++) {
      pace.mark(second * 1000, second < 30 ? second * 10 : 300 + (second - 30) * 100);
    }
    expect(pace.rate).toBeCloseTo(100);
    expect(pace.left(3300 + 500)).toBeCloseTo(5000);
  });

  it('begins anew after a pause', () => {
    const pace = new Pace();
    pace.mark(0, 0);
    pace.mark(1000, 100);
    pace.reset();
    expect(pace.rate).toBeUndefined();
  });
});
