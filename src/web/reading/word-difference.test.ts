import { describe, expect, it } from 'vitest';
import { countChanges, wordDifference } from './word-difference.js';

const shown = (before: string, after: string): string =>
  wordDifference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'gone' ? `[-${text}-]` : `[+${text}+]`))
    .join(' ');

describe('the difference of two texts', () => {
  it.each([
    ['a good film', 'a good film', 'a good film'],
    ['a good film', 'a bad film', 'a [-good-] [+bad+] film'],
    ['good', 'not good', '[+not+] good'],
    ['one two three four', 'one four', 'one [-two three-] four'],
    ['', 'all new', '[+all new+]'],
    ['the same   words', 'the same\nwords', 'the same words'],
    ['a b c d e', 'x b d y e', '[-a-] [+x+] b [-c-] d [+y+] e'],
  ])('from %j to %j', (before, after, expected) => {
    expect(shown(before, after)).toBe(expected);
  });

  it('counts the words that went and came', () => {
    expect(countChanges(wordDifference('a b c', 'a x y c'))).toEqual({ gone: 1, came: 2 });
  });

  it('is quick for texts that have nothing in common', () => {
    const words = (letter: string) => Array.from({ length: 9000 }, (_, i) => `${letter}${i}`).join(' ');
    expect(countChanges(wordDifference(words('a'), words('b')))).toEqual({ gone: 9000, came: 9000 });
  });
});
