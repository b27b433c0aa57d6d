import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../text/index.js';
import { evaluate } from './evaluate.js';
import { accuracyBySlice } from './slices.js';

const vocabulary = new Vocabulary(['the', 'film', 'is', 'good', 'bad', 'odd', 'wry', 'arch']);

/** [name, reviews, accuracy] of the slices of a group. */
function sliced(texts: readonly string[], right: readonly boolean[], group: string, language?: string) {
  const found = accuracyBySlice({ texts, vocabulary, language }, right).find(({ name }) => name === group);
  return found?.slices.map(({ name, count, accuracy }) => [name, count, accuracy]);
}

describe('slices', () => {
  it('part reviews by the share of words that negate, n’t in any spelling of the apostrophe', () => {
    const texts = ['the film is good', 'The film is NOT bad', 'I didn’t mind', `no ${'word '.repeat(99)}`];
    expect(sliced(texts, [true, false, false, true], 'negation')).toEqual([
      ['none', 1, 1],
      ['any', 3, 1 / 3],
      ['up to 1 %', 1, 1],
      ['over 4 %', 2, 0],
    ]);
  });

  it('part reviews by the share of words that contrast, punctuation not counted', () => {
    const texts = ['Good, but odd!!! ... ( )', 'Good. However: odd', 'Good and butter'];
    expect(sliced(texts, [true, false, true], 'contrast')).toEqual([
      ['none', 1, 1],
      ['any', 2, 0.5],
      ['over 2 %', 2, 0.5],
    ]);
  });

  it('look for English words in English alone', () => {
    const groups = accuracyBySlice({ texts: ['no'], vocabulary, language: 'it' }, [true]);
    expect(groups.map(({ name }) => name)).toEqual(['unknown', 'rare']);
  });

  it('know unknown words and the later half of the vocabulary', () => {
    const texts = ['the film is good', 'the film is zany', 'the film is arch', 'bad odd'];
    expect(sliced(texts, [true, false, true, false], 'unknown')).toEqual([
      ['none', 3, 2 / 3],
      ['over 10 %', 1, 0],
    ]);
    expect(sliced(texts, [true, false, true, false], 'rare')).toEqual([
      ['none', 2, 0.5],
      ['over 5 %', 2, 0.5],
    ]);
  });

  it('hold a review without any word', () => {
    expect(sliced(['', '!!!'], [true, true], 'rare')).toEqual([['none', 2, 1]]);
  });

  it('say how far they are from all other reviews, with an interval that covers no difference where there is none', () => {
    const texts = Array.from({ length: 200 }, (_, i) => (i < 100 ? 'not good' : 'good'));
    const same = texts.map((_, i) => i % 10 !== 0);
    const [none, any] = accuracyBySlice({ texts, vocabulary }, same)[0]!.slices;
    expect(none).toMatchObject({ difference: 0, accuracy: 0.9 });
    expect(any!.differenceInterval![0]).toBeCloseTo(-any!.differenceInterval![1], 12);
    const worse = texts.map((_, i) => (i < 100 ? i % 2 === 0 : true));
    const [, negated] = accuracyBySlice({ texts, vocabulary }, worse)[0]!.slices;
    expect(negated!.difference).toBe(-0.5);
    expect(negated!.differenceInterval![1]).toBeLessThan(-0.35);
  });

  it('have no difference where there is no other review', () => {
    const [all] = accuracyBySlice({ texts: ['good'], vocabulary }, [true])[0]!.slices;
    expect(all).toMatchObject({ name: 'none', difference: null, differenceInterval: null });
  });

  it('stand in the evaluation, for which there must be a text for each example', () => {
    const input = {
      labels: ['no', 'yes'],
      truth: [1, 0],
      scores: [
        [0, 1],
        [0, 1],
      ],
    };
    const reviews = { texts: ['good', 'not good'], vocabulary };
    expect(evaluate({ ...input, reviews }).bySlice).toHaveLength(4);
    expect(evaluate(input)).toMatchObject({ bySlice: [], mistakeWords: null });
    expect(() => evaluate({ ...input, reviews: { ...reviews, texts: ['good'] } })).toThrow('1 texts');
  });
});
