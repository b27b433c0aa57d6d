/** Accuracy on parts of the reviews that a reader understands: those with negations, with contrasts, with unknown or rare words. */
import { SPECIAL_TOKENS, tokenize, UNKNOWN_ID, type Vocabulary } from '../text/index.js';
import { isContrast, isNegation, listedLanguage } from './english-words.js';
import { differenceInterval, type Interval, wilsonInterval } from './interval.js';

export interface Slice {
  /** 'none', 'any', 'up to 1 %', '1 to 2 %', 'over 4 %' of the words. */
  readonly name: string;
  readonly count: number;
  readonly accuracy: number;
  readonly interval: Interval; // 95 %
  /** Accuracy here minus accuracy on all other reviews; null when there is no other. */
  readonly difference: number | null;
  /** 95 % interval of the difference. */
  readonly differenceInterval: Interval | null;
}

export interface SliceGroup {
  readonly name: 'negation' | 'contrast' | 'unknown' | 'rare';
  readonly title: string;
  /** What is counted, in a sentence. */
  readonly explanation: string;
  /** Those that hold a review. All but 'any' together hold each review once. */
  readonly slices: readonly Slice[];
}

/** What the slices are cut by. */
export interface SliceTexts {
  /** [N] */
  readonly texts: readonly string[];
  /** Of the model; its words in the order of their frequency, those that were added by a later language model behind the others. */
  readonly vocabulary: Vocabulary;
  /** Of the texts (ISO 639-1); English by default. Negation and contrast are looked for in English alone. */
  readonly language?: string | undefined;
}

interface Kind extends Omit<SliceGroup, 'slices'> {
  /** Upper ends of the shares of a review's words, between "none" and "over". */
  readonly edges: readonly number[];
  /** Whether there is a slice of all reviews with such a word. */
  readonly any: boolean;
  readonly counts: (token: string) => boolean;
}

/** Groups in a fixed order; each share is of the words (tokens with a letter or digit) of the whole review. */
export function accuracyBySlice(
  { texts, vocabulary, language = listedLanguage }: SliceTexts,
  right: readonly boolean[],
): SliceGroup[] {
  const kinds = [...(language === listedLanguage ? englishKinds : []), ...vocabularyKinds(vocabulary)];
  const shares = kinds.map(() => new Float64Array(texts.length));
  texts.forEach((text, i) => {
    const words = tokenize(text).filter(isWord);
    kinds.forEach(({ counts }, kind) => {
      shares[kind]![i] = words.length === 0 ? 0 : words.filter(counts).length / words.length;
    });
  });
  return kinds.map(({ name, title, explanation, edges, any }, kind) => ({
    name,
    title,
    explanation,
    slices: slicesOf(shares[kind]!, edges, any, right),
  }));
}

/** True for a token with a letter or a digit. */
export function isWord(token: string): boolean {
  return /[\p{L}\p{N}]/u.test(token);
}

const englishKinds: readonly Kind[] = [
  {
    name: 'negation',
    title: 'Negation',
    explanation: 'Share of the words that negate: not, no, never, nothing, … and all in n’t (English).',
    edges: [0.01, 0.02, 0.04],
    any: true,
    counts: isNegation,
  },
  {
    name: 'contrast',
    title: 'Contrast',
    explanation:
      'Share of the words that turn an argument: but, however, although, though, yet, … (English).',
    edges: [0.005, 0.01, 0.02],
    any: true,
    counts: isContrast,
  },
];

function vocabularyKinds(vocabulary: Vocabulary): Kind[] {
  const known = vocabulary.size - SPECIAL_TOKENS.length;
  const rareFrom = SPECIAL_TOKENS.length + Math.ceil(known / 2);
  return [
    {
      name: 'unknown',
      title: 'Unknown words',
      explanation: `Share of the words that the model does not know (it knows ${known.toLocaleString('en-US')} tokens).`,
      edges: [0.01, 0.02, 0.05, 0.1],
      any: false,
      counts: (token) => vocabulary.idOf(token) === UNKNOWN_ID,
    },
    {
      name: 'rare',
      title: 'Rare words',
      explanation:
        'Share of the words that the model knows, but that are in the later half of its vocabulary: the rarer half, unless words were added to it.',
      edges: [0.005, 0.01, 0.02, 0.05],
      any: false,
      counts: (token) => vocabulary.idOf(token) >= rareFrom,
    },
  ];
}

function slicesOf(
  shares: Float64Array,
  edges: readonly number[],
  any: boolean,
  right: readonly boolean[],
): Slice[] {
  const written = edges.map((edge) => String(Number((100 * edge).toPrecision(3))));
  const ranges: [name: string, holds: (share: number) => boolean][] = [
    ['none', (share) => share === 0],
    ...(any ? [['any', (share: number) => share > 0] as [string, (share: number) => boolean]] : []),
    ...edges.map((edge, i): [string, (share: number) => boolean] => {
      const from = edges[i - 1] ?? 0;
      const name = i === 0 ? `up to ${written[0]} %` : `${written[i - 1]} to ${written[i]} %`;
      return [name, (share) => share > from && share <= edge];
    }),
    [`over ${written.at(-1)} %`, (share) => share > edges.at(-1)!],
  ];
  return ranges.flatMap(([name, holds]) => slice(name, shares, holds, right));
}

/** One slice, or none when it holds no review. */
function slice(
  name: string,
  shares: Float64Array,
  holds: (share: number) => boolean,
  right: readonly boolean[],
): Slice[] {
  let [count, rights, otherCount, otherRights] = [0, 0, 0, 0];
  shares.forEach((share, i) => {
    const isRight = right[i] ? 1 : 0;
    if (holds(share)) {
      count++;
      rights += isRight;
    } else {
      otherCount++;
      otherRights += isRight;
    }
  });
  const interval = wilsonInterval(rights, count);
  if (interval === null) return [];
  const accuracy = rights / count;
  return [
    {
      name,
      count,
      accuracy,
      interval,
      difference: otherCount === 0 ? null : accuracy - otherRights / otherCount,
      differenceInterval: differenceInterval([rights, count], [otherRights, otherCount]),
    },
  ];
}
