/** What the page reckons from an explanation. */
import type { Explanation } from '../api/index.js';

/** Contributions, weighed for colour: 1 is the strongest word, and words that all count little stay pale. */
export function weights({ words }: Explanation): number[] {
  const strongest = Math.max(PALE, ...words.map(({ contribution }) => Math.abs(contribution)));
  return words.map(({ contribution }) => Math.abs(contribution) / strongest);
}

/** Log-odds that a word must have to be drawn in full colour at least. */
const PALE = 0.4;

/** The probability after each word: of the last point of the curve that the word has reached. */
export function readings({ words, curve = [] }: Explanation): (number | undefined)[] {
  let next = 0;
  let reached: number | undefined;
  return words.map(({ end }) => {
    while (next < curve.length && curve[next]!.end <= end) reached = curve[next++]!.probability;
    return reached;
  });
}

/** The curve over the number of words read, from 0 to 1; the last point of each number of words counts. */
export function curvePoints({ words, curve = [] }: Explanation): [words: number, probability: number][] {
  const points: [number, number][] = [];
  let read = 0;
  for (const { end, probability } of curve) {
    while (read < words.length && words[read]!.end <= end) read++;
    if (points.at(-1)?.[0] === read) points.pop();
    if (read > 0) points.push([read, probability]);
  }
  return points;
}

/** Words of the same letters taken together, those that count most first. */
export function strongest(
  explanation: Explanation,
  text: string,
  sign: 1 | -1,
  limit: number,
): { word: string; contribution: number; indices: number[] }[] {
  const found = new Map<string, { word: string; contribution: number; indices: number[] }>();
  explanation.words.forEach(({ start, end, contribution }, index) => {
    const word = text.slice(start, end);
    const key = word.toLowerCase();
    const entry = found.get(key) ?? { word, contribution: 0, indices: [] };
    entry.contribution += contribution;
    entry.indices.push(index);
    found.set(key, entry);
  });
  return [...found.values()]
    .filter(({ contribution }) => contribution * sign > 0.005)
    .sort((a, b) => sign * (b.contribution - a.contribution))
    .slice(0, limit);
}

/** The distinct words that the model does not know, as written, in their order. */
export function unknownWords({ words }: Explanation, text: string): string[] {
  const unknown = words.filter(({ known }) => !known).map(({ start, end }) => text.slice(start, end));
  return [...new Set(unknown)];
}

export function sumOfWords({ words }: Explanation): number {
  return words.reduce((sum, { contribution }) => sum + contribution, 0);
}

export function probabilityOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** What the figures mean: log(p / (1 - p)) of the target, so all other labels count as one. */
export function meaningOf({ scores, target }: Pick<Explanation, 'scores' | 'target'>): string {
  return Object.keys(scores).length === 2
    ? `The figures are log-odds: at 0 both labels are equally likely, +1 makes ${target} 2.7 times as likely against the other, −1 as much less.`
    : `The figures are log-odds of ${target} against all other labels together: at 0 it is as likely as they are, +1 makes it 2.7 times as likely against them, −1 as much less.`;
}
