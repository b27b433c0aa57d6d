/** Which words went and which came between two texts: the longest common subsequence of words (Wagner and Fischer, 1974). */

export interface DifferencePart {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Cells of the table at most; beyond, all between the common beginning and end counts as replaced. */
const GREATEST_TABLE = 4_000_000;

/** The parts in order: 'same' and 'gone' make the old text, 'same' and 'new' the new one, but for white space. */
export function wordDifference(before: string, after: string): DifferencePart[] {
  const [a, b] = [pieces(before), pieces(after)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail++;
  const parts: DifferencePart[] = [];
  const add = (kind: DifferencePart['kind'], words: readonly string[]): void => {
    if (words.length === 0) return;
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { kind, text: `${last.text} ${words.join(' ')}` };
    else parts.push({ kind, text: words.join(' ') });
  };
  add('same', a.slice(0, head));
  between(a.slice(head, a.length - tail), b.slice(head, b.length - tail), add);
  add('same', a.slice(a.length - tail));
  return parts;
}

function between(
  a: readonly string[],
  b: readonly string[],
  add: (kind: DifferencePart['kind'], words: readonly string[]) => void,
): void {
  if ((a.length + 1) * (b.length + 1) > GREATEST_TABLE) {
    add('gone', a);
    add('new', b);
    return;
  }
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width); // [i, j]: words in common of a from i and b from j
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
    }
  }
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', [a[i]!]);
      i++;
      j++;
    } else if (
      j >= b.length ||
      (i < a.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      add('gone', [a[i++]!]);
    } else {
      add('new', [b[j++]!]);
    }
  }
}

/** Words with the punctuation that sticks to them. */
function pieces(text: string): string[] {
  return text.split(/\s+/).filter((piece) => piece !== '');
}

/** How many words went and came. */
export function countChanges(parts: readonly DifferencePart[]): { gone: number; came: number } {
  const count = (kind: DifferencePart['kind']): number =>
    parts.filter((part) => part.kind === kind).reduce((sum, { text }) => sum + pieces(text).length, 0);
  return { gone: count('gone'), came: count('new') };
}
