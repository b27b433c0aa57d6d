import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../checkpoint/index.js';
import type { Split } from '../datasets/index.js';
import type { InitialModel } from './initial-model.js';
import { distinctSources, labelSourcesOf } from './label-sources.js';
import {
  type PlannedTraining,
  refuseSeenDevelopment,
  refuseTaughtDevelopment,
  reviewsSha256,
} from './set-aside-reviews.js';
import type { SplitConfiguration } from './split-facts.js';

const reviews = (...ids: string[]) => ids.map((id) => ({ id })) as unknown as Split['development'];
const development = reviews('a', 'b');

/** With a share of 0.2 the same and one more are set aside, with another seed others; a share above a half cannot be cut. */
function splitAs({ splitSeed, seed, developmentFraction }: SplitConfiguration): Split | undefined {
  if (developmentFraction > 0.5) return undefined;
  const counts = { train: 7, development: 3 };
  if ((splitSeed ?? seed) === 2) return { development: reviews('b', 'd'), counts } as unknown as Split;
  const more = developmentFraction > 0.1;
  return { development: more ? reviews('c', 'b', 'a') : development, counts } as unknown as Split;
}

const planned = {
  dataset: { name: 'data', sha256: 'data' },
  split: { development, counts: {} as PlannedTraining['split']['counts'] },
  configuration: { seed: 7, splitSeed: 1, splitBy: 'group', developmentFraction: 0.1 },
  excludeFacts: undefined,
  limit: undefined,
  splitAs,
} as const;

/** A model that was trained as `planned` says, but for some facts. */
function modelOf(data: object, configuration: object = {}): InitialModel {
  const metrics = {
    data: { sha256: 'data', exclude: null, limit: null, split: {}, ...data },
    training: { configuration: { ...planned.configuration, ...configuration } },
  };
  return { kind: 'classifier', facts: { name: 'old' }, metrics } as unknown as InitialModel;
}

describe('a classifier to begin with', () => {
  const same = reviewsSha256(development);

  it('is taken when the same reviews were set aside, or the data is other', () => {
    const fine = [
      modelOf({ developmentSha256: same }, { splitBy: 'text' }),
      modelOf({}),
      modelOf({}, { splitBy: undefined }), // of before, and the data tells no groups
      modelOf({ sha256: 'other', developmentSha256: 'x' }),
    ];
    for (const model of fine) expect(() => refuseSeenDevelopment(model, planned)).not.toThrow();
    expect(() => refuseSeenDevelopment(undefined, planned)).not.toThrow();
  });

  it('is taken when it set more reviews aside, among them these', () => {
    const more = reviewsSha256(reviews('c', 'b', 'a'));
    const wider = { developmentFraction: 0.2 };
    const refused = (model: InitialModel) => () => refuseSeenDevelopment(model, planned);
    expect(refused(modelOf({ developmentSha256: more }, wider))).not.toThrow();
    const counts = { train: 7, development: 3 };
    expect(refused(modelOf({ split: counts }, wider))).not.toThrow(); // of before it was told
    expect(refused(modelOf({ split: { ...counts, train: 8 } }, wider))).toThrow(/the split/);
    expect(refused(modelOf({ developmentSha256: more }, { developmentFraction: 0.9 }))).toThrow(/the split/);
    expect(refused(modelOf({ developmentSha256: 'x' }, wider))).toThrow(/the split/); // of other texts or groups
    expect(refused(modelOf({ developmentSha256: more, limit: 9 }, wider))).toThrow(/the split/);
    const other = reviewsSha256(reviews('b', 'd'));
    expect(refused(modelOf({ developmentSha256: other }, { splitSeed: 2 }))).toThrow(/the split/);
  });

  it('is refused when it has learnt from what is set aside now, and says how it was', () => {
    const cases: [InitialModel, RegExp][] = [
      [modelOf({}, { splitSeed: 2 }), /model "old" has learnt .*the split .*--split-seed 2/],
      [modelOf({ split: { groups: 5 } }), /the split .* was another.*--split-by group/],
      [modelOf({ exclude: { sha256: 'e', count: 3 } }), /the list of --exclude was another/],
      [modelOf({ limit: 100 }), /--limit was another/],
      [modelOf({ developmentSha256: 'x' }), /the groups of the texts/],
    ];
    for (const [model, message] of cases)
      expect(() => refuseSeenDevelopment(model, planned)).toThrow(message);
  });

  it('is refused when only the groups were others', () => {
    const counts = { groups: 6 } as PlannedTraining['split']['counts'];
    const grouped = { ...planned, split: { development, counts } };
    expect(() => refuseSeenDevelopment(modelOf({ split: { groups: 5 } }), grouped)).toThrow(/--group-column/);
    expect(() => refuseSeenDevelopment(modelOf({ split: { groups: 6 } }), grouped)).not.toThrow();
  });
});

describe('a teacher', () => {
  const teach = (facts: object) => () =>
    refuseTaughtDevelopment(
      { name: 'old', ...facts } as Parameters<typeof refuseTaughtDevelopment>[0],
      planned,
    );
  const developmentSha256 = reviewsSha256(development);

  it('may have learnt from anything but the labels of what is set aside', () => {
    const { metrics } = modelOf({}) as { metrics?: object };
    expect(teach({ metrics })).not.toThrow();
    expect(teach({ metrics: undefined })).not.toThrow();
    expect(teach({ origin: undefined })).not.toThrow(); // a file of before it told
    expect(teach({ origin: { data: 'data', developmentSha256 } })).not.toThrow();
    expect(teach({ origin: { data: 'other', developmentSha256: 'x' } })).not.toThrow();
    const seen = modelOf({}, { splitSeed: 2 }) as { metrics?: object };
    expect(teach({ metrics: seen.metrics })).toThrow(/The teacher "old" has learnt .*--split-seed 2/);
    expect(teach({ origin: { data: 'data', developmentSha256: 'x' } })).toThrow(
      /other reviews were set aside/,
    );
    const origin = { data: 'data', developmentSha256: reviewsSha256(reviews('c', 'b', 'a')) };
    const split = { seed: 1, splitBy: 'text', developmentFraction: 0.2 };
    expect(teach({ origin: { ...origin, split } })).not.toThrow();
    expect(teach({ origin })).toThrow(/other reviews were set aside/);
    expect(teach({ origin: { ...origin, split: { ...split, seed: 2 } } })).toThrow(/other reviews/);
  });
});

describe('what a model has learnt at second hand', () => {
  const setAside = (seed: number) => ({
    split: {
      data: { sha256: 'data', exclude: null, limit: null, split: { train: 7, development: 3 } },
      training: { configuration: { seed, splitBy: 'group', developmentFraction: 0.1 } },
    },
  });
  /** Trained on other data, with what it began with or was taught by. */
  const owing = (...learntFrom: object[]) => {
    const model = modelOf({ sha256: 'other' }) as { metrics: { training: object } };
    return { ...model, metrics: { ...model.metrics, training: { ...model.metrics.training, learntFrom } } };
  };
  const other = { data: 'other', developmentSha256: 'x' };

  it('counts, of what it began with and of teachers, and of n-grams taught by them', () => {
    const first = { name: 'first', ...setAside(2) };
    const begins = (model: object) => () => refuseSeenDevelopment(model as InitialModel, planned);
    const teaches = (facts: object) => () =>
      refuseTaughtDevelopment(
        { name: 'old', ...facts } as Parameters<typeof refuseTaughtDevelopment>[0],
        planned,
      );
    const through = /"old", through "first", has learnt .*the split .*--split-seed 2/;
    expect(begins(owing(first))).toThrow(through);
    expect(teaches({ metrics: owing(first).metrics })).toThrow(through);
    expect(teaches({ origin: { ...other, learntFrom: [first] } })).toThrow(through);
    const ngrams = { name: 'first', origin: { data: 'data', developmentSha256: 'x' } };
    expect(begins(owing(ngrams))).toThrow(/through "first", .*other reviews were set aside/);
    const same = [
      { name: 'first', ...setAside(1) },
      { name: 'ngrams', origin: other },
    ];
    expect(begins(owing(...same))).not.toThrow();
    expect(teaches({ origin: { ...other, learntFrom: same } })).not.toThrow();
    const joined = {
      ...owing().metrics,
      members: [{ training: {} }, { training: owing(first).metrics.training }],
    };
    expect(teaches({ metrics: joined })).toThrow(through);
  });

  it('is handed on, once for all that set the same reviews aside', () => {
    const [same, again, ngrams] = [
      { name: 'first', ...setAside(1) },
      { name: 'second', ...setAside(1) },
      { name: 'ngrams', origin: other },
    ];
    const [own, ...more] = labelSourcesOf({ name: 'old', ...owing(same, ngrams) } as never);
    expect(own).toMatchObject({ name: 'old', split: { data: { sha256: 'other' } } });
    expect(more).toEqual([same, ngrams]);
    const read = JSON.parse(canonicalJson(again)); // its keys are sorted
    expect(distinctSources([same, again, read, ngrams, ngrams] as never)).toEqual([same, ngrams]);
  });
});
