import { describe, expect, it } from 'vitest';
import type { Dataset } from '../datasets/index.js';
import type { ModelMetrics, RecalibrationFacts } from '../training/index.js';
import { calibrationTexts, isCalibratedOn } from './calibration-texts.js';

const review = (id: string) => ({ id, text: `review ${id}`, label: Number(id.endsWith('1')) });
const dataset: Dataset = {
  name: 'mine',
  path: 'mine.csv',
  format: 'csv',
  sha256: 'a'.repeat(64),
  labels: ['no', 'yes'],
  train: ['train-0', 'train-1'].map(review),
  test: ['test-0', 'test-1'].map(review),
  unlabelled: [],
  skipped: [],
};
const request = {
  dataset,
  exclude: undefined,
  excludeFacts: undefined,
  isOwn: false,
  metrics: (): ModelMetrics => {
    throw new Error('only the data of its training depends on those');
  },
};
const idsOf = ({ examples }: { examples: readonly { id: string }[] }): string[] =>
  examples.map(({ id }) => id);

describe('the texts of other data that calibration takes', () => {
  it('are those outside its test part, without texts that stand there too', () => {
    expect(calibrationTexts(request)).toMatchObject({ part: 'train', examples: dataset.train });
    const again = { ...review('train-2'), text: dataset.test[0]!.text };
    const parted = {
      ...dataset,
      train: [...dataset.train, again],
      development: [review('development-0')],
    };
    const taken = calibrationTexts({ ...request, dataset: parted, exclude: new Set(['train-0']) });
    expect(taken.part).toBe('train and development');
    expect(idsOf(taken)).toEqual(['train-1', 'development-0']);
  });

  it('are all where there is no test part, and refused where there is nothing else', () => {
    const { part, examples, testSha256 } = calibrationTexts({
      ...request,
      dataset: { ...dataset, test: [] },
    });
    expect([part, examples.length, testSha256]).toEqual(['all', 2, undefined]);
    expect(() => calibrationTexts({ ...request, dataset: { ...dataset, train: [] } })).toThrow(
      /no labelled texts but those of its test part/,
    );
  });
});

describe('a model that was calibrated on other data', () => {
  const facts: RecalibrationFacts = {
    command: 'reelsense calibrate',
    from: { name: 'first', sha256: '' },
    part: 'train',
    data: dataset,
    count: 2,
    isDevelopment: false,
    testSha256: calibrationTexts(request).testSha256!,
  };

  it('has not seen its test part, but all others, and none of other data', () => {
    const calibration = facts;
    expect(isCalibratedOn({ calibration }, dataset, 'test')).toBe(false);
    expect(isCalibratedOn({ calibration }, { ...dataset, test: [...dataset.test].reverse() }, 'test')).toBe(
      false,
    );
    expect(isCalibratedOn({ calibration }, dataset, 'all')).toBe(true);
    expect(isCalibratedOn({ calibration }, { ...dataset, sha256: 'b'.repeat(64) }, 'all')).toBe(false);
    expect(isCalibratedOn({}, dataset, 'all')).toBe(false);
  });

  it('has seen rows of a test part that another column tells, and of any where it took all', () => {
    const other = { ...dataset, test: [dataset.train[0]!] };
    expect(isCalibratedOn({ calibration: facts }, other, 'test')).toBe(true);
    const { testSha256: _, ...before } = facts; // as models of before have it
    expect(isCalibratedOn({ calibration: { ...before, part: 'all' } }, dataset, 'test')).toBe(true);
  });

  it('has seen them also when it was calibrated on others since', () => {
    const again = { ...facts, data: { ...dataset, sha256: 'b'.repeat(64) }, earlier: facts };
    expect(isCalibratedOn({ calibration: again }, dataset, 'all')).toBe(true);
    expect(isCalibratedOn({ calibration: { ...facts, isDevelopment: true } }, dataset, 'development')).toBe(
      false,
    );
  });
});
