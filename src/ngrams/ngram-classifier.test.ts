import { describe, expect, it } from 'vitest';
import type { Example } from '../datasets/index.js';
import { NgramClassifier } from './ngram-classifier.js';

function examplesOf(groups: readonly (readonly string[])[]): Example[] {
  return groups.flatMap((texts, label) => texts.map((text, i) => ({ id: `${label}-${i}`, text, label })));
}

const two = examplesOf([
  ['not good at all', 'a bad film', 'this is not good', 'bad , bad film', 'really not good'],
  ['good at last', 'a fine film', 'this is good', 'fine , fine film', 'really not bad'],
]);
const labels = ['negative', 'positive'];

describe('logistic regression over n-grams', () => {
  it('tells by two words what either alone does not', async () => {
    const classifier = await NgramClassifier.train(labels, two, two);
    expect(classifier.score('It is not good').label).toBe('negative');
    expect(classifier.score('It is good').label).toBe('positive');
  });

  it('learns from texts without a label by how likely each label is', async () => {
    const unlabelled = (text: string, positive: number) => ({
      ...{ text, label: -1 },
      probabilities: [1 - positive, positive],
    });
    const pile = [...Array(6)].flatMap(() => [
      unlabelled('a luminous film', 0.9),
      unlabelled('a leaden film', 0.2),
    ]);
    const taught = await NgramClassifier.train(labels, [...two, ...pile], two);
    const positive = (text: string): number => taught.score(text).scores[1]!;
    expect(positive('a luminous film')).toBeGreaterThan(0.6);
    expect(positive('a leaden film')).toBeLessThan(0.4);
    const certain = pile.map((lesson) => ({
      ...lesson,
      probabilities: lesson.probabilities.map(Math.round),
    }));
    const sure = await NgramClassifier.train(labels, [...two, ...certain], two);
    const again = certain.map(({ text, probabilities }) => ({ text, label: probabilities[1]! }));
    expect([...sure.toText()]).toEqual([
      ...(await NgramClassifier.train(labels, [...two, ...again], two)).toText(),
    ]);
    expect(sure.score('a luminous film').scores[1]).toBeGreaterThan(positive('a luminous film'));
  });

  it('gives other work its turn, so that it can be told to end', async () => {
    const many = Array.from({ length: 600 }, () => two).flat();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 0);
    const training = NgramClassifier.train(labels, many, two, undefined, () =>
      controller.signal.throwIfAborted(),
    );
    await expect(training).rejects.toThrow('aborted');
  });

  it('gives probabilities that sum to 1, for texts without a known word too', async () => {
    const classifier = await NgramClassifier.train(labels, two, two);
    for (const text of ['', 'zzz', 'good']) {
      const { scores } = classifier.score(text);
      expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 12);
    }
  });

  it('tells three labels apart', async () => {
    const three = examplesOf([
      ['goals and a match', 'the match ended', 'goals , goals'],
      ['votes in parliament', 'the votes fell', 'parliament and votes'],
      ['a new galaxy', 'galaxy and stars', 'stars , stars'],
    ]);
    const classifier = await NgramClassifier.train(['sport', 'politics', 'science'], three, three);
    expect(['a match', 'votes !', 'the stars'].map((text) => classifier.score(text).label)).toEqual([
      'sport',
      'politics',
      'science',
    ]);
  });

  it('says the same after its file was written and read', async () => {
    const classifier = await NgramClassifier.train(labels, two, two);
    const copy = NgramClassifier.fromText([...classifier.toText()].join(''));
    expect(copy.labels).toEqual(labels);
    for (const { text } of two) {
      expect(copy.score(text).scores[1]).toBeCloseTo(classifier.score(text).scores[1]!, 4);
    }
  });

  it('refuses a file that is cut, altered or none of its own, and texts of one label', async () => {
    const file = [...(await NgramClassifier.train(labels, two, two)).toText()].join('');
    expect(() => NgramClassifier.fromText(file.slice(0, -3))).toThrow('cut');
    expect(() => NgramClassifier.fromText(file.replace(/\t[-\d.e]+\n$/, '\tx\n'))).toThrow('damaged');
    expect(() => NgramClassifier.fromText(file.replace('"labels"', '"names"'))).toThrow('second line');
    expect(() => NgramClassifier.fromText('text,label\n')).toThrow('not one of n-grams');
    const taught = { text: 'fine', label: -1, probabilities: [0.5, 0.5] };
    for (const more of [[], [taught]]) {
      const alike = [...two.slice(0, 5), ...more];
      await expect(NgramClassifier.train(labels, alike, two)).rejects.toThrow('the same label');
    }
    await expect(NgramClassifier.train(labels, [taught], two)).rejects.toThrow(
      'no training texts with a label',
    );
  });
});
