/**
 * Where the sentences of a text begin and end: by Unicode's rules (https://unicode.org/reports/tr29/#Sentence_Boundaries), and as
 * people write who leave out capital letters or the space after a full stop.
 */

export interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** Sentences of a text at most; beyond, neighbours are read together. */
export const MAXIMUM_SENTENCES = 100;

let segmenter: Intl.Segmenter | undefined; // made on first use: it takes 10 ms, and most that import this never ask

/**
 * A line break ends a sentence by the rules, and the segmenter takes time for each sentence in proportion to the text that it
 * was given: line by line, a text of line breaks takes seconds less. U+0085 ends one as well, and is a part of it: it is read as an ellipsis.
 */
const line = /[^\n\r\u2028\u2029]+/g;

/** Where Unicode sees no end: "it was bad. really bad.", "Good film.I liked it". */
const missedStart =
  /(?=["'([]{0,2}\p{Ll})(?<=[\p{Ll}\p{N}]{2}(?<!etc)\.["')\]]{0,2}\s+)|(?=\p{Lu})(?<=\p{Ll}{2}\.)/gu;

/** Before a start that Unicode sees, or that is missing, and is none: "Dr. No", "vs. the book". */
const abbreviation = /(?<!\p{L})(?:mr|mrs|ms|dr|prof|st|vs)\.\s*$/iu;
const longestAbbreviation = 7; // UTF-16 units with what stands before, the full stop and a space; after more space an end is seen

/** The sentences of text[0, end) without the space around them, in UTF-16 units; a part without a visible sign is none. */
export function sentencesOf(text: string, end: number = text.length): Sentence[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  const found: Sentence[] = [];
  for (const { 0: content, index: lineStart } of text.slice(0, end).matchAll(line)) {
    if (content.trim() === '') continue;
    const starts = sentenceStarts(content, segmenter);
    starts.forEach((from, i) => {
      const segment = content.slice(from, starts[i + 1]);
      const visible = segment.trim();
      if (visible === '') return;
      const start = lineStart + from + segment.indexOf(visible);
      found.push({ start, end: start + visible.length });
    });
  }
  const together = Math.ceil(found.length / MAXIMUM_SENTENCES);
  if (together <= 1) return found;
  return Array.from({ length: Math.ceil(found.length / together) }, (_, i) => {
    const group = found.slice(i * together, (i + 1) * together);
    return { start: group[0]!.start, end: group.at(-1)!.end };
  });
}

function sentenceStarts(line: string, segmenter: Intl.Segmenter): number[] {
  const seen = Array.from(segmenter.segment(line), ({ index }) => index);
  const missed = Array.from(line.matchAll(missedStart), ({ index }) => index);
  return [...new Set([...seen, ...missed])]
    .sort((a, b) => a - b)
    .filter((start) => !abbreviation.test(line.slice(Math.max(0, start - longestAbbreviation), start)));
}
