import { describe, expect, it } from 'vitest';
import { compareFingerprints, refuseDifferences } from './fingerprint.js';

describe('compareFingerprints', () => {
  it('finds nothing between equal settings in another order', () => {
    const saved = { seed: 1, sizes: { E: 128, H: 256 } };
    const current = { sizes: { H: 256, E: 128 }, seed: 1 };
    expect(compareFingerprints(saved, current)).toEqual([]);
    expect(() => refuseDifferences([])).not.toThrow();
  });

  it('tells a number from its text, and an absent setting from null', () => {
    const names = (saved: object, current: object) =>
      compareFingerprints({ ...saved }, { ...current }).map(({ name }) => name);
    expect(names({ a: 1, b: null }, { a: '1' })).toEqual(['a', 'b']);
    expect(names({}, { constructor: 'x' })).toEqual(['constructor']);
  });

  it('refuses in one sentence with both values of each', () => {
    const differences = compareFingerprints(
      { threads: 2, data: 'ab12', batchSize: 32 },
      { threads: 4, data: 'ab12', batchSize: 32, preset: 'small' },
    );
    expect(() => refuseDifferences(differences)).toThrow(
      expect.objectContaining({
        code: 'resume-mismatch',
        message: expect.stringContaining('preset was none and is now "small"; threads was 2 and is now 4'),
      }),
    );
  });
});
