import { describe, expect, it } from 'vitest';
import type { Dataset } from '../datasets/index.js';
import type { ModelMetrics } from '../training/index.js';
import { Console } from './console.js';
import { evaluatedPart, labelIndexes, noteChangedData, type PartRequest } from './evaluated-part.js';
import { fakeStreams } from './fake-streams.test-support.js';

const review = (id: string, label: number) => ({ id, text: `review ${id}`, label });
const dataset: Dataset = {
  name: 'mine',
  path: 'mine.csv',
  format: 'csv',
  sha256: 'a'.repeat(64),
  labels: ['no', 'yes'],
  train: Array.from({ length: 20 }, (_, i) => review(`train-${i}`, i % 2)),
  test: [review('test-1', 0), review('test-2', 1)],
  unlabelled: [],
  skipped: [],
};
const metrics = {
  data: { name: 'mine', sha256: dataset.sha256, exclude: null, limit: null, split: { test: 2, excluded: 0 } },
  training: { configuration: { seed: 5, developmentFraction: 0.2 } },
} as unknown as ModelMetrics;
const request: PartRequest = {
  dataset,
  exclude: undefined,
  excludeFacts: undefined,
  part: undefined,
  isOwn: true,
  metrics: () => metrics,
};

describe('a file that has changed since a model was trained on it', () => {
  it('is told of; the same file, and another one, are not', () => {
    const noteOn = (name: string, sha256: string): string => {
      const { streams, written } = fakeStreams();
      noteChangedData('first', metrics, { name, sha256 }, new Console(streams));
      return written.stderr;
    };
    expect(noteOn('mine', 'b'.repeat(64))).toMatch(/^Note: mine has changed since first was trained on it/);
    expect(noteOn('mine', dataset.sha256)).toBe('');
    expect(noteOn('theirs', 'b'.repeat(64))).toBe('');
  });
});

describe('the part that is evaluated', () => {
  it("is the test part where there is one, else what was set aside of the model's own data, and everything of other data", () => {
    expect(evaluatedPart(request)).toMatchObject({ part: 'test', examples: dataset.test });
    const withoutTest = { ...request, dataset: { ...dataset, test: [] } };
    const own = evaluatedPart(withoutTest);
    expect([own.part, own.examples.length]).toEqual(['development', 4]);
    const other = evaluatedPart({ ...withoutTest, isOwn: false });
    expect([other.part, other.examples.length]).toEqual(['all', 20]);
  });

  it('leaves out what is excluded', () => {
    const excludeFacts = { count: 1, sha256: 'c'.repeat(64) };
    const { examples } = evaluatedPart({ ...request, exclude: new Set(['test-1']), excludeFacts });
    expect(examples.map(({ id }) => id)).toEqual(['test-2']);
  });

  it('is the development part of the training, and not the train part', () => {
    const development = evaluatedPart({ ...request, part: 'development' }).examples;
    const train = evaluatedPart({ ...request, part: 'train' }).examples;
    expect([development.length, train.length]).toEqual([4, 16]);
    expect(new Set([...development, ...train].map(({ id }) => id)).size).toBe(20);
  });

  it('keeps groups together when the training did, and is refused without them', () => {
    const grouped = {
      ...dataset,
      train: dataset.train.map((example, i) => ({ ...example, group: `film ${i >> 1}` })),
    };
    const trainedBy = (splitBy: 'group' | 'text', groups?: number): PartRequest['metrics'] => {
      const configuration = { ...metrics.training.configuration, splitBy };
      const split = { ...metrics.data.split, groups };
      return () =>
        ({ ...metrics, data: { ...metrics.data, split }, training: { configuration } }) as ModelMetrics;
    };
    const asked = { ...request, dataset: grouped, part: 'development' } as const;
    const { examples } = evaluatedPart({ ...asked, metrics: trainedBy('group', 10) });
    expect(new Set(examples.map(({ group }) => group)).size).toBe(2);
    expect(evaluatedPart({ ...asked, metrics: trainedBy('text') })).toEqual(
      evaluatedPart({ ...asked, metrics: () => metrics }),
    );
    const byGroup = { ...request, part: 'development', metrics: trainedBy('group', 10) } as const;
    expect(() => evaluatedPart(byGroup)).toThrow(/--group-column/);
  });

  it('is no test part of another size than in the training, but for reviews that were left out there', () => {
    const measured = (split: object, more: object = {}, changed: Partial<PartRequest> = {}) => {
      const data = { ...metrics.data, split, ...more };
      return () =>
        evaluatedPart({
          ...request,
          part: 'test',
          ...changed,
          metrics: () => ({ ...metrics, data }) as never,
        });
    };
    expect(measured({ test: 3, excluded: 0 })).toThrow(/a test part of 3 reviews, and here it has 2,/);
    expect(measured({ test: 1, excluded: 0 })).toThrow(/--split-column/);
    expect(measured({ test: 1, excluded: 0 }, { limit: 1 })).not.toThrow();
    expect(measured({ test: 1, excluded: 0 }, {}, { isOwn: false })).not.toThrow();
    const list = { count: 1, sha256: 'c'.repeat(64) };
    expect(measured({ test: 1, excluded: 1 }, { exclude: list })).not.toThrow();
    const same = { exclude: new Set(['test-1']), excludeFacts: list };
    expect(measured({ test: 1, excluded: 1 }, { exclude: list }, same)).not.toThrow();
    expect(measured({ test: 2, excluded: 1 }, { exclude: list }, same)).toThrow(/here it has 1,/);
    expect(measured({ test: 2, excluded: 0 }, {}, same)).not.toThrow();
  });

  it('is refused when it cannot be the one of the training', () => {
    const withoutTest = { ...metrics.data, split: { test: 0 } };
    const unknown = () => ({ ...metrics, data: withoutTest }) as unknown as ModelMetrics;
    expect(() => evaluatedPart({ ...request, metrics: unknown, part: 'test' })).toThrow(/on these rows too/);
    expect(evaluatedPart({ ...request, metrics: unknown, isOwn: false }).examples).toHaveLength(2);
    const other = { ...dataset, sha256: 'b'.repeat(64) };
    expect(() => evaluatedPart({ ...request, dataset: other, part: 'development' })).toThrow(/other data/);
    const excludeFacts = { count: 1, sha256: 'c'.repeat(64) };
    expect(() => evaluatedPart({ ...request, excludeFacts, part: 'train' })).toThrow(/without --exclude/);
    expect(() => evaluatedPart({ ...request, dataset: { ...dataset, test: [] }, part: 'test' })).toThrow(
      /no test part/,
    );
  });
});

describe('labels of the data', () => {
  it('are found among those of the model by name', () => {
    expect(labelIndexes(dataset, ['yes', 'no'])).toEqual([1, 0]);
    expect(() => labelIndexes(dataset, ['negative', 'positive'])).toThrow(
      /label "no", and the model knows negative/,
    );
  });
});
