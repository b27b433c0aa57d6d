import { describe, expect, it } from 'vitest';
import { recordedTest } from './recorded-test.js';

const figures = { count: 10, accuracy: 0.5 };

describe('the recorded test', () => {
  it('is the newest on a test part, with its data', () => {
    const evaluations = [
      { part: 'test', figures, data: { name: 'first' } },
      { part: 'test', figures: { ...figures, accuracy: 0.75 }, data: { name: 'mine' }, command: 'evaluate' },
      { part: 'test', figures: {} },
      { part: 'development', figures },
    ];
    expect(recordedTest({ evaluations })).toEqual({
      ...{ figures: { count: 10, accuracy: 0.75 }, dataName: 'mine', command: 'evaluate' },
    });
  });

  it.each([undefined, null, 'text', {}, { evaluations: null }, { evaluations: {} }, { evaluations: [null] }])(
    'is missing in %j',
    (metrics) => {
      expect(recordedTest(metrics)).toBeUndefined();
    },
  );
});
