import { describe, expect, it } from 'vitest';
import { Vocabulary, VocabularyBuilder } from './index.js';

function build(texts: readonly string[], maximumSize = 100, minimumCount = 1): Vocabulary {
  const builder = new VocabularyBuilder();
  for (const text of texts) builder.add(text.split(' '));
  return builder.build({ maximumSize, minimumCount });
}

describe('VocabularyBuilder', () => {
  it('puts the special tokens first, then the words by count, ties by their letters', () => {
    const vocabulary = build(['b a c', 'c b d', 'c']);
    expect(vocabulary.tokens).toEqual(['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'c', 'b', 'a', 'd']);
    expect(vocabulary.counts).toEqual([0, 0, 0, 0, 3, 2, 1, 1]);
  });

  it('does not depend on the order of the texts', () => {
    const texts = ['z y x', 'y x w', 'x w v', 'u'];
    expect(build([...texts].reverse()).tokens).toEqual(build(texts).tokens);
  });

  it('leaves out rare words and what exceeds the size', () => {
    expect(build(['a a a b b c'], 6, 1).tokens.slice(4)).toEqual(['a', 'b']);
    expect(build(['a a a b b c'], 100, 2).tokens.slice(4)).toEqual(['a', 'b']);
    expect(build(['a'], 2, 1).size).toBe(4);
  });

  it('leaves out endless tokens', () => {
    expect(build(['ab'.repeat(32), 'ab'.repeat(33)]).size).toBe(5);
  });
});

describe('Vocabulary', () => {
  it('takes names of object properties for words', () => {
    const words = ['constructor', '__proto__', 'toString', '10'];
    expect(words.map((word) => build(['good']).idOf(word))).toEqual([1, 1, 1, 1]);
    const vocabulary = new Vocabulary(words);
    expect(words.map((word) => vocabulary.tokenOf(vocabulary.idOf(word)))).toEqual(words);
  });

  it('refuses an id that it does not have', () => {
    expect(() => build(['good']).tokenOf(5)).toThrow(RangeError);
  });
});
