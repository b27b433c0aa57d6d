import { expect, it } from 'vitest';
import { compareFingerprints, type Fingerprint } from '../checkpoint/index.js';
import { Vocabulary } from '../text/index.js';
import { classifierFingerprint } from './classifier-fingerprint.js';
import type { InitialModel } from './initial-model.js';
import { tellingTexts, tinyTask } from './training.test-support.js';
import type { TrainingTask } from './training-task.js';

const words = new Vocabulary(['dull', 'bright']);
const unlabelled = tellingTexts(4, 2, 'unlabelled');
const beginning = (sha256: string) =>
  ({ kind: 'classifier', facts: { name: 'first', sha256 } }) as InitialModel;
const taughtBy = (sha256: string, answer = 0.25) => ({
  teachers: [{ name: 'teacher', sha256 }],
  train: [[1 - answer, answer]],
  unlabelled: [[0.5, 0.5]],
});

const task: TrainingTask = { ...tinyTask(), initial: beginning('a'), softLabels: taughtBy('a') };
const { train, development } = task.split;

interface Run extends TrainingTask {
  readonly unlabelled: typeof unlabelled;
  readonly vocabulary: Vocabulary;
}
const run: Run = { ...task, unlabelled, vocabulary: words };
const fingerprintOf = (one: Run): Fingerprint => classifierFingerprint(one, one.unlabelled, one.vocabulary);

it.each<readonly [name: string, changed: Partial<Run>]>([
  ['labels', { labels: ['positive', 'negative'] }],
  ['data', { dataSha256: 'e'.repeat(64) }],
  ['initial', { initial: beginning('b') }],
  ['initial', { initial: undefined }],
  ['teachers', { softLabels: taughtBy('b') }],
  ['softLabels', { softLabels: taughtBy('a', 0.125) }],
  ['softLabels, teachers', { softLabels: undefined }],
  ['trainingReviews', { split: { train: train.slice(1), development } }],
  ['developmentReviews', { split: { train, development: development.slice(1) } }],
  ['unlabelledReviews', { unlabelled: unlabelled.slice(1) }],
  ['unlabelledReviews', { unlabelled: [] }],
  ['vocabulary', { vocabulary: new Vocabulary(['dull', 'grey']) }],
  ['hiddenSize', tinyTask({ hiddenSize: 7 })],
])('a run of other %s (case %#) is another run', (name, changed) => {
  const differences = compareFingerprints(fingerprintOf(run), fingerprintOf({ ...run, ...changed }));
  expect(differences.map((difference) => difference.name).join(', ')).toBe(name);
});

it('a run of another version of the runtime is another run, one that saves at other times is not', () => {
  expect(fingerprintOf(run).runtime).toMatch(/^onnxruntime-node \d/);
  const { configuration } = tinyTask({ checkpointMinutes: 17 });
  expect(fingerprintOf({ ...run, configuration })).toEqual(fingerprintOf(run));
});

it('a run without teachers says nothing of them, so that it goes on with what versions of before saved', () => {
  const names = Object.keys(fingerprintOf({ ...run, softLabels: undefined }));
  expect(names).not.toContain('teachers');
  expect(names).not.toContain('softLabels');
});
