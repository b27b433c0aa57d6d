/** Words as a text shows them: each of its characters once. */
import type { Explanation } from '../api/index.js';

type Word = Explanation['words'][number];

/**
 * Words that share characters, as the three tokens of a ½ do (1 ⁄ 2), are one: from the first to the last of these characters, their
 * contributions added up, and known when all of them are.
 * @param words in the order of the text
 */
export function joinOverlapping(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const last = joined.at(-1);
    if (last === undefined || word.start >= last.end) joined.push(word);
    else joined[joined.length - 1] = together(last, word);
  }
  return joined;
}

function together(first: Word, second: Word): Word {
  return {
    start: first.start,
    end: Math.max(first.end, second.end),
    contribution: first.contribution + second.contribution,
    known: first.known && second.known,
  };
}
