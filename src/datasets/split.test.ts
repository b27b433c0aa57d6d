import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import type { Dataset, Example } from './dataset.js';
import { readExcludeList } from './exclude.js';
import { splitDataset } from './split.js';

function datasetOf(
  parts: Partial<Pick<Dataset, 'train' | 'development' | 'test' | 'unlabelled' | 'labels'>>,
): Dataset {
  return {
    name: 'made up',
    path: 'made-up.csv',
    format: 'csv',
    sha256: '0',
    labels: ['negative', 'positive'],
    train: [],
    test: [],
    unlabelled: [],
    skipped: [],
    ...parts,
  };
}

function examples(count: number, label: (index: number) => number, prefix = 'review'): Example[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${prefix}-${i}`,
    text: `${prefix} ${i}`,
    label: label(i),
  }));
}

const texts = (part: readonly Example[]): string[] => part.map(({ text }) => text);

describe('splitDataset', () => {
  const many = datasetOf({
    train: examples(100, (i) => (i < 70 ? 0 : 1)),
    test: examples(20, (i) => i % 2, 'test'),
    unlabelled: examples(30, () => -1, 'unlabelled'),
  });

  it('cuts a development part that keeps the share of each label', () => {
    const { train, development, counts } = splitDataset(many, { developmentFraction: 0.2, seed: 1 });
    expect(development.filter(({ label }) => label === 0)).toHaveLength(14);
    expect(development.filter(({ label }) => label === 1)).toHaveLength(6);
    expect([...texts(train), ...texts(development)].sort()).toEqual(texts(many.train).sort());
    expect(counts).toMatchObject({ train: 80, development: 20, test: 20, unlabelled: 30 });
    expect(counts.perLabel).toEqual({ negative: 56, positive: 24 });
  });

  it('does not depend on the order of the input, nor on ids that follow it', () => {
    const shuffle = (part: readonly Example[]): Example[] =>
      new Random(9).shuffle([...part]).map((example, i) => ({ ...example, id: `row-${i}` }));
    const other = { ...many, train: shuffle(many.train), unlabelled: shuffle(many.unlabelled) };
    const [a, b] = [many, other].map((dataset) =>
      splitDataset(dataset, { developmentFraction: 0.1, seed: 4 }),
    );
    for (const part of ['train', 'development', 'unlabelled'] as const) {
      expect(texts(b?.[part] ?? [])).toEqual(texts(a?.[part] ?? []));
    }
  });

  it('gives another development part for another seed and leaves the data set as it was', () => {
    const before = structuredClone(many);
    const [a, b] = [1, 2].map((seed) => splitDataset(many, { developmentFraction: 0.1, seed }));
    expect(texts(a?.development ?? []).sort()).not.toEqual(texts(b?.development ?? []).sort());
    expect(many).toEqual(before);
  });

  it('takes the development part that the data names, whatever the share and the seed', () => {
    const own = datasetOf({
      train: [...examples(10, (i) => i % 2), { id: 'twin', text: 'own 1', label: 1 }],
      development: [...examples(4, (i) => i % 2, 'own'), { id: 'in test', text: 'test 0', label: 0 }],
      test: examples(2, (i) => i % 2, 'test'),
      unlabelled: [{ id: 'known', text: 'own 2', label: -1 }],
    });
    for (const seed of [1, 2]) {
      const { train, development, unlabelled, counts } = splitDataset(own, {
        developmentFraction: 0.5,
        seed,
      });
      expect(texts(development).sort()).toEqual(['own 0', 'own 1', 'own 2', 'own 3']);
      expect(texts(train).sort()).toEqual(texts(examples(10, () => 0)).sort());
      expect(unlabelled).toEqual([]);
      expect(counts).toMatchObject({
        ...{ train: 10, development: 4, duplicatesDropped: 1 },
        ...{ overlapWithTestDropped: 1, unlabelledOverlapDropped: 1 },
      });
    }
    expect(splitDataset(own, { developmentFraction: 0, seed: 1, limit: 2 }).counts).toMatchObject({
      ...{ train: 2, development: 2, perLabel: { negative: 1, positive: 1 } },
    });
  });

  it('drops every copy of a text that stands under two labels', () => {
    const noisy = datasetOf({
      train: [...examples(10, (i) => i % 2), ...examples(3, (i) => (i === 2 ? 0 : 1 - (i % 2)))],
      development: [{ id: 'other', text: 'review 5', label: 0 }],
    });
    const { train, development, counts } = splitDataset(noisy, { developmentFraction: 0.2, seed: 1 });
    expect([...texts(train), ...texts(development)].sort()).toEqual(
      [2, 3, 4, 6, 7, 8, 9].map((i) => `review ${i}`),
    );
    expect(counts).toMatchObject({ contradictoryDropped: 6, duplicatesDropped: 1 });
    expect(splitDataset(many, { developmentFraction: 0.2, seed: 1 }).counts).not.toHaveProperty(
      'contradictoryDropped',
    );
  });

  it('drops excluded reviews and their twins, overlaps with test, duplicates, and counts each', () => {
    const review = (id: string, text: string, label: number): Example => ({ id, text, label });
    const { train, test, unlabelled, counts } = splitDataset(
      datasetOf({
        train: [
          review('a', 'reserved', 0),
          review('b', 'reserved', 0),
          review('c', 'also in test', 1),
          review('d', 'said twice', 1),
          review('e', 'said twice', 1),
          review('f', 'fine', 0),
        ],
        test: [review('t', 'also in test', 1), review('u', 'test only', 0), review('v', 'test only', 0)],
        unlabelled: [
          review('w', 'reserved', -1),
          review('x', 'fine', -1),
          review('y', 'free', -1),
          review('z', 'free', -1),
        ],
      }),
      { exclude: new Set(['a', 'nowhere']), developmentFraction: 0, seed: 1 },
    );
    expect(train.map(({ id }) => id).sort()).toEqual(['d', 'f']);
    expect(test).toHaveLength(3);
    expect(texts(unlabelled)).toEqual(['free']);
    expect(counts).toEqual({
      excluded: 1,
      overlapWithExcludedDropped: 2,
      overlapWithTestDropped: 1,
      duplicatesDropped: 2,
      unlabelledOverlapDropped: 1,
      train: 2,
      development: 0,
      test: 3,
      unlabelled: 1,
      perLabel: { negative: 1, positive: 1 },
    });
  });

  it('keeps every label in training and development, however rare', () => {
    const dataset = datasetOf({
      labels: ['a', 'b', 'c'],
      train: examples(50, (i) => (i < 2 ? 2 : i < 3 ? 1 : 0)),
    });
    const { train, development } = splitDataset(dataset, { developmentFraction: 0.1, seed: 1 });
    expect(train.filter(({ label }) => label === 2)).toHaveLength(1);
    expect(development.filter(({ label }) => label === 2)).toHaveLength(1);
    expect(train.filter(({ label }) => label === 1)).toHaveLength(1);
  });

  describe('by groups', () => {
    const grouped = (count: number, group: (index: number) => string | undefined): Example[] =>
      examples(count, (i) => i % 2).map((example, i) => {
        const name = group(i);
        return name === undefined ? example : { ...example, group: name };
      });
    const ofTen = datasetOf({ train: grouped(300, (i) => (i < 250 ? `film-${i % 25}` : undefined)) });
    const options = { developmentFraction: 0.2, seed: 3 };

    it('keeps all reviews of a group on one side, and the share of each label', () => {
      const { train, development, counts } = splitDataset(ofTen, options);
      const groupsOf = (part: readonly Example[]): string[] => part.flatMap(({ group }) => group ?? []);
      const inTraining = new Set(groupsOf(train));
      expect(groupsOf(development).filter((group) => inTraining.has(group))).toEqual([]);
      expect(new Set([...inTraining, ...groupsOf(development)]).size).toBe(25);
      expect(counts).toMatchObject({ train: 240, development: 60, groups: 75 });
      expect(development.filter(({ label }) => label === 1)).toHaveLength(30);
    });

    it('does not depend on the order of the input', () => {
      const other = { ...ofTen, train: new Random(2).shuffle([...ofTen.train]) };
      expect(texts(splitDataset(other, options).development)).toEqual(
        texts(splitDataset(ofTen, options).development),
      );
    });

    it('takes each text alone when asked to, as if there were no groups', () => {
      const without = { ...ofTen, train: ofTen.train.map(({ id, text, label }) => ({ id, text, label })) };
      const byText = splitDataset(ofTen, { ...options, splitBy: 'text' });
      expect(texts(byText.development)).toEqual(texts(splitDataset(without, options).development));
      expect(byText.counts.groups).toBeUndefined();
    });

    it('is refused where no group is small enough to be set aside', () => {
      const two = datasetOf({ train: grouped(100, (i) => (i < 50 ? 'a' : 'b')) });
      expect(() => splitDataset(two, options)).toThrow(/2 groups .* too large .*--split-by text/);
      expect(splitDataset(two, { ...options, developmentFraction: 0 }).train).toHaveLength(100);
      const one = datasetOf({ train: grouped(100, () => 'a') });
      expect(() => splitDataset(one, options)).toThrow(/all of one group.*; split texts .*--split-by text/);
    });

    it('is refused where one label would be missing', () => {
      // All that is positive is of one author.
      const one = datasetOf({ train: grouped(100, (i) => (i % 2 === 1 ? 'author' : undefined)) });
      expect(() => splitDataset(one, options)).toThrow(/too large for any text labelled "positive"/);
    });

    it('keeps unlabelled reviews of what is set aside away too', () => {
      const unlabelled = grouped(100, (i) => (i < 50 ? `film-${i % 25}` : undefined)).map((example, i) => ({
        ...example,
        ...{ id: `unlabelled/${i}`, text: `unlabelled ${i}`, label: -1 },
      }));
      const split = splitDataset({ ...ofTen, unlabelled }, options);
      const aside = new Set(split.development.flatMap(({ group }) => group ?? []));
      expect(split.unlabelled.some(({ group }) => group !== undefined && aside.has(group))).toBe(false);
      expect(aside.size).toBeGreaterThan(0);
      expect(split.counts).toMatchObject({
        unlabelled: 100 - 2 * aside.size,
        unlabelledGroupsDropped: 2 * aside.size,
      });
      expect(splitDataset({ ...ofTen, unlabelled }, { ...options, splitBy: 'text' }).unlabelled).toHaveLength(
        100,
      );
    });
  });

  it('limits each part and keeps the share of each label', () => {
    const { train, development, test, unlabelled } = splitDataset(many, {
      developmentFraction: 0.2,
      seed: 1,
      limit: 10,
    });
    for (const part of [train, development, test, unlabelled]) expect(part).toHaveLength(10);
    expect(train.filter(({ label }) => label === 0)).toHaveLength(7);
    expect(test.filter(({ label }) => label === 0)).toHaveLength(5);
  });

  it('survives labels with the names of object properties', () => {
    const dataset = datasetOf({ labels: ['__proto__', 'constructor'], train: examples(4, (i) => i % 2) });
    const { counts } = splitDataset(dataset, { developmentFraction: 0, seed: 1 });
    expect(Object.entries(counts.perLabel)).toEqual([
      ['__proto__', 2],
      ['constructor', 2],
    ]);
  });

  it('refuses an option that there is not', () => {
    const mistyped = { developmentFraction: 0.1, seed: 1, splitby: 'text' };
    expect(() => splitDataset(many, mistyped)).toThrow(/no option "splitby"; choose among .*splitBy/);
  });

  it.each([-0.1, 1, Number.NaN])('refuses %d as development fraction', (developmentFraction) => {
    expect(() => splitDataset(many, { developmentFraction, seed: 1 })).toThrow(/at least 0 and under 1/);
  });
});

describe('readExcludeList', () => {
  it('reads an id a line, whatever the line ends', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reelsense-exclude-'));
    const path = join(folder, 'exclude.txt');
    await writeFile(path, '\uFEFFtrain/neg/0_3.txt\r\n\r\n row-12 \nrow-12');
    expect(await readExcludeList(path)).toEqual(new Set(['train/neg/0_3.txt', 'row-12']));
    await expect(readExcludeList(join(folder, 'none.txt'))).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(readExcludeList(folder)).rejects.toMatchObject({ code: 'file-not-found' });
    await rm(folder, { recursive: true });
  });
});
