import { describe, expect, it } from 'vitest';
import { ServiceRate } from './service-rate.js';

describe('when it is worth coming again', () => {
  it('is a second as long as nothing is known', () => {
    expect(new ServiceRate(() => 0).secondsFor(1000)).toBe(1);
  });

  it('follows the texts that were served of late', () => {
    let now = 0;
    const rate = new ServiceRate(() => now);
    for (now = 0; now < 20; now++) rate.finished(100); // 100 texts/s
    expect(rate.secondsFor(50)).toBe(1);
    expect(rate.secondsFor(500)).toBeGreaterThanOrEqual(4);
    expect(rate.secondsFor(500)).toBeLessThanOrEqual(6);
    expect(rate.secondsFor(1e9)).toBe(60);
    now = 100;
    expect(rate.secondsFor(500)).toBe(1); // all that is forgotten
  });
});
