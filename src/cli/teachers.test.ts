import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sha256Of } from '../checkpoint/index.js';
import type { Example } from '../datasets/index.js';
import { NgramClassifier, ngramDefaults } from '../ngrams/index.js';
import type { PlannedTraining } from '../training/index.js';
import { Console } from './console.js';
import { fakeStreams } from './fake-streams.test-support.js';
import { KeptScores } from './kept-scores.js';
import { askTeachers } from './teachers.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-teachers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const labels = ['negative', 'positive'];

/** A file of n-grams that have learnt which word is whose; its labels in the order given. */
async function teacher(name: string, order: readonly string[], bright: string, dull: string) {
  const lessons = Array.from({ length: 12 }, (_, i) => {
    const label = i % 2 === 0 ? 'positive' : 'negative';
    return { text: label === 'positive' ? bright : dull, label: order.indexOf(label) };
  });
  const options = { ...ngramDefaults, minimumCount: 1 };
  const content = [...(await NgramClassifier.train(order, lessons, lessons, options)).toText()].join('');
  const classifier = NgramClassifier.fromText(content); // whose weights are rounded
  const path = join(folder, `${name}.txt`);
  writeFileSync(path, content);
  const negativeFirst = (text: string): number[] => {
    const { scores } = classifier.score(text);
    return labels.map((label) => scores[order.indexOf(label)]!);
  };
  return { path, sha256: sha256Of(content), negativeFirst };
}

const text = (words: string): Example => ({ id: words, text: words, label: 0 });
const split = {
  train: [text('song'), text('noise'), text('tender')],
  unlabelled: [text('grey'), text('tender song')],
};

const ask = (folders: string, cache?: string) =>
  askTeachers({
    ...{ folders, labels, split, cache, threads: 1 },
    planned: {} as PlannedTraining, // of no matter to n-grams that do not say what they have learnt from
    console: new Console(fakeStreams().streams),
    signal: new AbortController().signal,
  });

it('is the mean of what teachers say, whatever the order of their labels, a row for each text in its place', async () => {
  const one = await teacher('one', ['negative', 'positive'], 'song', 'noise');
  const other = await teacher('other', ['positive', 'negative'], 'tender', 'grey');
  const mean = (of: string): number[] =>
    labels.map((_, k) => (one.negativeFirst(of)[k]! + other.negativeFirst(of)[k]!) / 2);
  const answers = await ask(`${one.path}, ${other.path}`);
  expect(answers.teachers).toEqual([
    { name: 'one', sha256: one.sha256 },
    { name: 'other', sha256: other.sha256 },
  ]);
  for (const part of ['train', 'unlabelled'] as const) {
    answers[part].forEach((row, i) => {
      mean(split[part][i]!.text).forEach((probability, k) => {
        expect(row[k]).toBeCloseTo(probability, 6);
      });
    });
  }
  const [song, noise] = answers.train;
  expect(song![1]).toBeGreaterThan(0.6); // positive, by the teacher that knows the word
  expect(noise![1]).toBeLessThan(0.4);
});

it('asks about nothing that is kept, and puts what is kept in its place', async () => {
  const { path, sha256, negativeFirst } = await teacher('kept', labels, 'song', 'noise');
  const cache = join(folder, 'answers');
  const before = await KeptScores.open(cache, sha256, labels);
  await before.add(['noise', 'tender song'], [Float32Array.of(0.25, 0.75), Float32Array.of(0.125, 0.875)]);
  const { train, unlabelled } = await ask(path, cache);
  expect(train[1]).toEqual([0.25, 0.75]); // no n-grams of ours would say so
  expect(unlabelled[1]).toEqual([0.125, 0.875]);
  for (const [row, words] of [
    [train[0]!, 'song'],
    [train[2]!, 'tender'],
    [unlabelled[0]!, 'grey'],
  ] as const) {
    expect(row[1]).toBeCloseTo(negativeFirst(words)[1]!, 6);
  }
  const after = await KeptScores.open(cache, sha256, labels);
  expect([...after.of('song')!].map((value) => value.toFixed(6))).toEqual(
    train[0]!.map((value) => value.toFixed(6)),
  );
});

it.each([
  ['a,', /one of the names is empty/],
  ['nowhere/at-all', /neither a model nor a file of n-grams at nowhere\/at-all/],
])('refuses %s, where there is no teacher', async (path, message) => {
  await expect(ask(path)).rejects.toThrow(message);
});

it('refuses a teacher with other labels', async () => {
  const { path } = await teacher('other-labels', labels, 'song', 'noise');
  writeFileSync(path, readFileSync(path, 'utf8').replace('["negative","positive"]', '["positive","bad"]'));
  await expect(ask(path)).rejects.toThrow('has the labels positive, bad; the data has negative, positive');
});
