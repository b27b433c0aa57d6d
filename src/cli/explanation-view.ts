/** An explanation for the terminal: the text with its words coloured, the words that matter most, the sum, the curve. */
import type { Explanation } from '../prediction/index.js';
import { percent, visible } from './figures.js';

/** Words that are listed. */
const LISTED_WORDS = 8;
const LISTED_SENTENCES = 12;
/** A contribution of this size or more gets the strongest colour, in log-odds. */
const STRONG = 1;
const steps = '▁▂▃▄▅▆▇█';
/** Colour numbers of xterm's 256 from faint to strong: blue speaks for the target, orange against it. */
const colours = { for: [153, 111, 33], against: [223, 215, 208] } as const;

/** @param colour whether escape sequences may be used */
export function explanationView(text: string, explanation: Explanation, colour: boolean): string {
  const { label, probability, target, tokens, truncated } = explanation;
  const parts = [
    `${visible(label)} ${percent(probability)}${truncated ? ` (read ${tokens.used} of ${tokens.total} tokens)` : ''}`,
    colour ? colouredText(text, explanation) : undefined,
    strongestWords(text, explanation),
    sumLine(explanation),
    curveLine(explanation),
    sentenceLines(text, explanation),
  ];
  const note = colour ? `\n\nblue: for ${visible(target)}, orange: against` : '';
  return parts.filter((part) => part !== undefined).join('\n\n') + note;
}

function colouredText(text: string, { words }: Explanation): string {
  let result = '';
  let place = 0;
  for (const { start, end, contribution } of words) {
    if (start < place) continue; // two words read from one sign
    const strength = Math.min(2, Math.floor((3 * Math.abs(contribution)) / STRONG - 0.1));
    const word = visible(text.slice(start, end));
    const code = colours[contribution > 0 ? 'for' : 'against'][Math.max(0, strength)];
    result += oneLine(text.slice(place, start)) + (strength < 0 ? word : `\x1b[38;5;${code}m${word}\x1b[0m`);
    place = end;
  }
  return result + oneLine(text.slice(place));
}

function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, ' '));
}

function strongestWords(text: string, { words, target }: Explanation): string {
  const strongest = words
    .toSorted((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, LISTED_WORDS)
    .filter(({ contribution }) => contribution !== 0);
  const lines = strongest.map(
    ({ start, end, contribution }) =>
      `  ${signed(contribution).padStart(6)}  ${visible(text.slice(start, end))}`,
  );
  return [`Words that matter most, in log-odds of ${visible(target)}:`, ...lines].join('\n');
}

function sumLine({ baselineLogOdds, words, rest, logOdds, scores, target }: Explanation): string {
  const sum = words.reduce((total, { contribution }) => total + contribution, 0);
  return `Sum: ${signed(baselineLogOdds)} (every word unknown) ${signed(sum)} (the words) ${signed(rest)} (rest) = ${signed(logOdds)}, which is ${percent(scores[target]!)} ${visible(target)}`;
}

function curveLine({ curve, target }: Explanation): string | undefined {
  if (curve === undefined || curve.length < 2) return undefined;
  const line = curve
    .map(({ probability }) => steps[Math.min(7, Math.floor(probability * steps.length))])
    .join('');
  return `How it reads, ${visible(target)} after each part: ${line}`;
}

function sentenceLines(text: string, { sentences, target }: Explanation): string | undefined {
  if (sentences === undefined || sentences.length < 2) return undefined;
  const lines = sentences
    .slice(0, LISTED_SENTENCES)
    .map(
      ({ start, end, probability }) =>
        `  ${percent(probability).padStart(7)}  ${oneLine(text.slice(start, end))}`,
    );
  const more = sentences.length - LISTED_SENTENCES;
  return [
    `Each sentence alone, ${visible(target)}:`,
    ...lines,
    ...(more > 0 ? [`  ... and ${more} more`] : []),
  ].join('\n');
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
