/** Which colour a label has: the first of two is warm and the last cool; more take the colours in turn. */

export type Tone = 'positive' | 'negative' | 'unsure' | '3' | '4' | '5' | '6';

const several = ['positive', 'negative', '3', '4', '5', '6'] as const satisfies readonly Tone[];

/** @param index of the label among the model's labels */
export function toneOf(index: number, labels: number): Tone {
  if (labels === 2) return index === 0 ? 'negative' : 'positive';
  return several[index % several.length]!;
}

/** The class whose custom properties `--tone` (text, lines) and `--fill` (areas) hold the colour. */
export function toneClass(tone: Tone | undefined): string {
  return tone === undefined ? '' : `tone-${tone}`;
}
