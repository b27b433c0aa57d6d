import { describe, expect, it } from 'vitest';
import { type SoftLabels, softTargets } from './soft-labels.js';
import { trainClassifier } from './train-classifier.js';
import { tellingTexts, tinyTask } from './training.test-support.js';

const teachers = [{ name: 'teacher', sha256: 'a'.repeat(64) }];

describe('softTargets', () => {
  const train = [{ label: 0 }, { label: 1 }];

  it('mixes a label with what the teachers say by the weight, and takes unlabelled texts from them alone', () => {
    const soft: SoftLabels = {
      teachers,
      train: [
        [0.75, 0.25],
        [0.5, 0.5],
      ],
      unlabelled: [[0.125, 0.875]],
    };
    const targets = softTargets(train, [{}], soft, { classes: 2, teacherWeight: 0.5 });
    expect([...targets]).toEqual([0.125, 0.75, 0.875]);
    expect([...softTargets(train, [{}], soft, { classes: 2, teacherWeight: 0 })]).toEqual([0, 1, 0.875]);
  });

  it('gives one value for each of three labels', () => {
    const soft: SoftLabels = { teachers, train: [[0.5, 0.25, 0.25]], unlabelled: [[0, 0.5, 0.5]] };
    const targets = softTargets([{ label: 2 }], [{}], soft, { classes: 3, teacherWeight: 0.5 });
    expect([...targets]).toEqual([0.25, 0.125, 0.625, 0, 0.5, 0.5]);
  });

  it('refuses another number of rows', () => {
    const soft: SoftLabels = { teachers, train: [[0.5, 0.5]], unlabelled: [] };
    expect(() => softTargets(train, [], soft, { classes: 2, teacherWeight: 1 })).toThrow('1 training');
  });
});

describe('training with teachers', () => {
  it('learns from unlabelled texts what no label says', async () => {
    const { split, ...task } = tinyTask({ teacherWeight: 1, epochs: 6 });
    const unlabelled = tellingTexts(120, 2, 'unlabelled').map((example) => ({ ...example, label: -1 }));
    const right = (i: number): number[] => (i % 2 === 0 ? [0.95, 0.05] : [0.05, 0.95]);
    const softLabels: SoftLabels = {
      teachers,
      train: split.train.map(() => [0.5, 0.5]), // nothing to be learnt here
      unlabelled: unlabelled.map((_, i) => right(i)),
    };
    const trained = await trainClassifier({ ...task, split: { ...split, unlabelled }, softLabels });
    expect(trained!.development.accuracy).toBeGreaterThan(0.9);
    expect(trained!.teachers).toEqual(teachers);
  });

  it('refuses to go on with what other teachers said, or with what the same ones say otherwise', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const { tmpdir } = await import('node:os');
    const { join } = await import('node:path');
    const folder = await mkdtemp(join(tmpdir(), 'reelsense-'));
    try {
      const task = { ...tinyTask({ epochs: 1 }), folder };
      const labelsOf = (sha256: string, answer = [0.5, 0.5]): SoftLabels => ({
        teachers: [{ name: 'teacher', sha256 }],
        train: task.split.train.map(() => answer),
        unlabelled: [],
      });
      await trainClassifier({ ...task, softLabels: labelsOf('a') });
      await expect(
        trainClassifier({ ...task, softLabels: labelsOf('b'), resume: true }),
      ).rejects.toMatchObject({ code: 'resume-mismatch' });
      await expect(
        trainClassifier({ ...task, softLabels: labelsOf('a', [0.25, 0.75]), resume: true }),
      ).rejects.toThrow(/with other settings .*: what the teachers say \(kept in --soft-labels\) was/);
      expect(await trainClassifier({ ...task, softLabels: labelsOf('a'), resume: true })).toBeDefined();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
