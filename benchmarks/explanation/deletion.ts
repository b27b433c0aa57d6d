/**
 * How far a probability moves when words are deleted from the text itself: a test of explanations that does not ask the
 * explanation (as the "comprehensiveness" of DeYoung et al., ERASER, ACL 2020).
 */
import type { Explanation, WordContribution } from '../../src/prediction/index.js';
import type { Random } from '../../src/random/index.js';

/** What counts as a word to delete: a letter or a digit in it. */
export function wordsOf(text: string, { words }: Explanation): WordContribution[] {
  return words.filter(({ start, end }) => /[\p{L}\p{N}]/u.test(text.slice(start, end)));
}

/** The `count` words that matter most: by the size of what they contribute, or by how much they speak for the label. */
export function largest(
  words: readonly WordContribution[],
  count: number,
  weigh: (contribution: number) => number,
): WordContribution[] {
  return words.toSorted((a, b) => weigh(b.contribution) - weigh(a.contribution)).slice(0, count);
}

/** `count` different words drawn by `random`. */
export function drawn(words: readonly WordContribution[], count: number, random: Random): WordContribution[] {
  return random.shuffle([...words]).slice(0, count);
}

/** The text without these words. */
export function without(text: string, words: readonly WordContribution[]): string {
  let result = '';
  let place = 0;
  for (const { start, end } of words.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(place, start);
    place = end;
  }
  return result + text.slice(place);
}
