/** Where the sentences of a text begin and end, by Unicode's rules (https://unicode.org/reports/tr29/#Sentence_Boundaries). */

export interface Sentence {
  readonly start: number;
  readonly end: number;
}

/** Sentences of a text at most; beyond, neighbours are read together. */
export const MAXIMUM_SENTENCES = 100;

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The sentences of text[0, end) without the space around them, in UTF-16 units; a part without a visible sign is none. */
export function sentencesOf(text: string, end: number = text.length): Sentence[] {
  const found: Sentence[] = [];
  for (const { segment, index } of segmenter.segment(text.slice(0, end))) {
    const visible = segment.trim();
    if (visible === '') continue;
    const start = index + segment.indexOf(visible);
    found.push({ start, end: start + visible.length });
  }
  const together = Math.ceil(found.length / MAXIMUM_SENTENCES);
  if (together <= 1) return found;
  return Array.from({ length: Math.ceil(found.length / together) }, (_, i) => {
    const group = found.slice(i * together, (i + 1) * together);
    return { start: group[0]!.start, end: group.at(-1)!.end };
  });
}
