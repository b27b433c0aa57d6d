/**
 * Words that stand in wrongly labelled reviews more often than in the others. Log-odds ratio with an informative Dirichlet prior,
 * as in B. L. Monroe, M. P. Colaresi and K. M. Quinn, "Fightin' words" (Political Analysis 16, 2008), but counting the reviews
 * with a word and not the word, so that one review that repeats a name does not decide.
 */
import { tokenize } from '../text/index.js';
import { isWord } from './slices.js';

export interface MistakeWord {
  readonly word: string;
  /** Wrongly labelled reviews with the word. */
  readonly wrong: number;
  /** Rightly labelled ones. */
  readonly right: number;
  /** How many times the odds of a mistake are those without the word, shrunk towards 1. */
  readonly oddsRatio: number;
  /** The log-odds ratio in standard deviations. */
  readonly z: number;
  /** How many of the words looked at would get this z or a higher one by chance. */
  readonly byChance: number;
}

export interface MistakeWords {
  /** Words in at least `minimumMistakes` wrongly labelled reviews. */
  readonly considered: number;
  readonly minimumMistakes: number;
  /** The most over-represented first; none with a z under 1.96. */
  readonly words: readonly MistakeWord[];
}

const minimumMistakes = 5;
const lowestZ = 1.96;
/** Reviews' worth of belief that a word is as frequent in both kinds. */
const priorReviews = 20;

/** @param texts [N]  @param right [N], whether each was labelled rightly */
export function mistakeWords(texts: readonly string[], right: readonly boolean[], limit = 20): MistakeWords {
  const counts = new Map<string, [wrong: number, right: number]>();
  texts.forEach((text, i) => {
    const side = right[i] ? 1 : 0;
    for (const word of new Set(tokenize(text).filter(isWord))) {
      const count = counts.get(word);
      if (count !== undefined) count[side]++;
      else counts.set(word, side === 0 ? [1, 0] : [0, 1]);
    }
  });
  const rightCount = right.filter(Boolean).length;
  const totals: [number, number] = [right.length - rightCount, rightCount];
  const considered = [...counts].filter(([, [wrong]]) => wrong >= minimumMistakes);
  const words = considered
    .map(([word, count]) => ({ word, wrong: count[0], right: count[1], ...logOdds(count, totals) }))
    .filter(({ z }) => z >= lowestZ)
    .sort((a, b) => b.z - a.z || (a.word < b.word ? -1 : 1))
    .slice(0, limit)
    .map((found) => ({ ...found, byChance: considered.length * upperTail(found.z) }));
  return { considered: considered.length, minimumMistakes, words };
}

function logOdds(
  [wrong, right]: readonly [number, number],
  [wrongTotal, rightTotal]: readonly [number, number],
): { oddsRatio: number; z: number } {
  const prior = (priorReviews * (wrong + right)) / (wrongTotal + rightTotal); // reviews with the word
  const without = priorReviews - prior;
  const cells = [
    wrong + prior,
    wrongTotal - wrong + without,
    right + prior,
    rightTotal - right + without,
  ] as const;
  if (cells.some((cell) => cell <= 0)) return { oddsRatio: 1, z: 0 }; // in every review: it tells nothing
  const ratio = Math.log(cells[0] / cells[1]) - Math.log(cells[2] / cells[3]);
  const variance = cells.reduce((sum, cell) => sum + 1 / cell, 0);
  return { oddsRatio: Math.exp(ratio), z: ratio / Math.sqrt(variance) };
}

/** P(Z >= z) of the standard normal, z >= 0. M. Abramowitz and I. A. Stegun, "Handbook", 26.2.17; error under 7.5e-8. */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (series * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
