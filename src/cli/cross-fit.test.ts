import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ngramDefaults } from '../ngrams/index.js';
import { foldsByGroup, type GroupedLesson, keepCrossFitAnswers, requireLabelsOutside } from './cross-fit.js';
import { KeptScores } from './kept-scores.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-cross-fit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const labels = ['negative', 'positive'];

/** Nothing but the name of a film says how its reviews read. */
const reviews = Array.from({ length: 48 }, (_, i) => {
  const film = Math.floor(i / 4);
  return { text: `review ${i} of film${film}`, label: film % 2, film: `film${film}` };
});

/** How sure the kept answers are of the labels, on average. */
async function sureness(teacher: string, lessons: readonly GroupedLesson[]): Promise<number> {
  const options = { ...ngramDefaults, minimumCount: 1, cost: 10 };
  await keepCrossFitAnswers({
    ...{ teacher, labels, lessons, development: [], options, folder, onProgress: () => {} },
    foldOf: foldsByGroup(lessons, 3),
  });
  const kept = await KeptScores.open(folder, teacher, labels);
  const ofLabel = lessons.map(({ text, label }) => kept.of(text)![label]!);
  return ofLabel.reduce((sum, probability) => sum + probability) / lessons.length;
}

describe('answers out of fold', () => {
  it('are given by n-grams that have read nothing of the same group', async () => {
    const alone = reviews.map(({ text, label }) => ({ text, label }));
    const grouped = reviews.map(({ text, label, film }) => ({ text, label, group: film }));
    expect(await sureness('a'.repeat(64), alone)).toBeGreaterThan(0.8);
    expect(await sureness('b'.repeat(64), grouped)).toBeLessThan(0.6);
  });

  it('stand in the place of what was kept before', async () => {
    const teacher = 'c'.repeat(64);
    const before = await KeptScores.open(folder, teacher, labels);
    await before.add(
      reviews.map(({ text }) => text),
      reviews.map(({ label }) => (label === 1 ? Float32Array.of(0, 1) : Float32Array.of(1, 0))),
    );
    const grouped = reviews.map(({ text, label, film }) => ({ text, label, group: film }));
    expect(await sureness(teacher, grouped)).toBeLessThan(0.6);
  });

  it('are kept all or none: a stop leaves what was kept before', async () => {
    const teacher = 'd'.repeat(64);
    const lessons = reviews.map(({ text, label, film }) => ({ text, label, group: film }));
    await sureness(teacher, lessons);
    const before = await KeptScores.open(folder, teacher, labels);
    const stopped = keepCrossFitAnswers({
      ...{ teacher, labels, lessons, development: [], options: ngramDefaults, folder },
      foldOf: foldsByGroup(lessons, 4),
      onProgress: (fold) => {
        if (fold === 1) throw new Error('stopped');
      },
    });
    await expect(stopped).rejects.toThrow('stopped');
    const after = await KeptScores.open(folder, teacher, labels);
    for (const { text } of lessons) expect(after.of(text)).toEqual(before.of(text));
  });

  it('are of n-grams that know every label, or the label that they would not know is named', () => {
    const texts = [0, 0, 1, 1, -1].map((label) => ({ label }));
    const require =
      (...foldOf: number[]) =>
      () =>
        requireLabelsOutside(texts, foldOf, labels);
    expect(require(0, 1, 0, 1, 0)).not.toThrow();
    expect(require(0, 1, 1, 1, 0)).toThrow(/label "positive" are in one of the 2 parts of --folds/);
    expect(require(2, 2, 0, 1, 0)).toThrow(/label "negative" .*leave --folds out/);
    expect(() => requireLabelsOutside(texts, [0, 1, 0, 1, 0], [...labels, 'unseen'])).not.toThrow();
  });

  it('are shared out by groups, in parts as equal as those allow', () => {
    const texts = [...'aaaabbbcc', undefined, undefined].map((group) => ({ group }));
    const foldOf = foldsByGroup(texts, 3);
    for (const group of 'abc') {
      expect(new Set(foldOf.filter((_, i) => texts[i]!.group === group)).size).toBe(1);
    }
    expect([0, 1, 2].map((fold) => foldOf.filter((one) => one === fold).length).sort()).toEqual([3, 4, 4]);
    expect(() => foldsByGroup(texts.slice(0, 9), 4)).toThrow(/of 3 groups, too few for --folds 4/);
  });
});
