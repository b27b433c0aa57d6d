import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { mistakeWords } from './mistake-words.js';

/** Reviews of random words, in which `word` stands in a share of the wrong ones and a share of the right ones. */
function drawn(word: string, wrongShare: number, rightShare: number) {
  const random = new Random(5);
  const right = Array.from({ length: 2000 }, (_, i) => i % 10 !== 0);
  const texts = right.map((isRight) => {
    const words = Array.from({ length: 20 }, () => `w${random.integer(300)}`);
    if (random.uniform() < (isRight ? rightShare : wrongShare)) words.push(word, word, word);
    return words.join(' ');
  });
  return { texts, right };
}

describe('words of the mistakes', () => {
  it('find the word that mistakes have more often, and count reviews, not words', () => {
    const { texts, right } = drawn('irony', 0.3, 0.05);
    const { words, minimumMistakes } = mistakeWords(texts, right);
    const [first] = words;
    const wrong = texts.filter((text, i) => !right[i] && text.includes('irony')).length;
    const fine = texts.filter((text, i) => right[i] && text.includes('irony')).length;
    expect(first).toMatchObject({ word: 'irony', wrong, right: fine });
    expect(first!.oddsRatio).toBeGreaterThan(4);
    expect(first!.byChance).toBeLessThan(1e-6);
    for (const found of words) {
      expect(found.wrong).toBeGreaterThanOrEqual(minimumMistakes);
      expect(found.z).toBeGreaterThanOrEqual(1.96);
    }
  });

  it('leave about as many words over as chance brings, and say so', () => {
    const { texts, right } = drawn('irony', 0.1, 0.1);
    const { words, considered } = mistakeWords(texts, right, 1000);
    expect(considered).toBeGreaterThan(250);
    expect(words.length).toBeLessThan(considered * 0.06);
    const last = words.at(-1)!;
    expect(last.byChance).toBeCloseTo(considered * 0.025, -1);
  });

  it('computes the odds ratio and z of a table of four counts', () => {
    const texts = [
      ...Array(30).fill('x'),
      ...Array(20).fill('y'),
      ...Array(100).fill('x'),
      ...Array(300).fill('y'),
    ];
    const right = texts.map((_, i) => i >= 50);
    const [x] = mistakeWords(texts, right).words;
    const prior = (20 * 130) / 450;
    const cells = [30 + prior, 20 + 20 - prior, 100 + prior, 300 + 20 - prior];
    const ratio = Math.log(cells[0]! / cells[1]!) - Math.log(cells[2]! / cells[3]!);
    expect(x!.oddsRatio).toBeCloseTo(Math.exp(ratio), 12);
    expect(x!.z).toBeCloseTo(ratio / Math.sqrt(cells.reduce((sum, cell) => sum + 1 / cell, 0)), 12);
  });

  it('say nothing of a word in every review, of few mistakes, or without mistakes', () => {
    expect(mistakeWords(Array(20).fill('good'), Array(20).fill(false)).words).toEqual([]);
    expect(mistakeWords(['good', 'bad'], [true, false])).toMatchObject({ considered: 0, words: [] });
    expect(mistakeWords(['good'], [true])).toMatchObject({ considered: 0, words: [] });
  });
});
