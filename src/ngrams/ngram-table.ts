/**
 * n-grams as paths in a trie: the node of "not bad" is the child "bad" of the node of "not". A node that is kept is a
 * feature. Counted level by level, so that only n-grams whose two shorter parts are frequent are ever looked at
 * (Agrawal and Srikant, "Fast algorithms for mining association rules", VLDB 1994).
 */
import { ReelsenseError } from '../errors/index.js';

/** Words that a child key has room for: node * WORDS + word stays an exact integer up to 2^27 nodes. */
const WORDS = 2 ** 26;
const ROOT = 0;
const NONE = -1;

export interface CountOptions {
  /** Longest n-gram, in tokens. */
  readonly order: number;
  /** Texts that an n-gram must occur in to be a feature. */
  readonly minimumCount: number;
}

export class NgramTable {
  private constructor(
    readonly order: number,
    private readonly words: ReadonlyMap<string, number>,
    /** node * WORDS + word -> child; a child's feature is its number less one. */
    private readonly children: Map<number, number>,
  ) {}

  /** Features. */
  get size(): number {
    return this.children.size;
  }

  /** The frequent n-grams of some texts, numbered in the order in which they first occur, short ones first. */
  static count(texts: readonly (readonly string[])[], { order, minimumCount }: CountOptions): NgramTable {
    const words = new Map<string, number>();
    const wordsOf = texts.map((tokens) =>
      Int32Array.from(tokens, (token) => {
        const known = words.get(token);
        if (known !== undefined) return known;
        words.set(token, words.size);
        return words.size - 1;
      }),
    );
    const children = new Map<number, number>();
    /** Of each text: the node of the n-gram that begins at each place, or NONE. */
    let starts = wordsOf.map((row) => new Int32Array(row.length).fill(ROOT));
    for (let length = 1; length <= order; length++) {
      const keys = frequentKeys(wordsOf, starts, { length, minimumCount });
      for (const key of keys) children.set(key, children.size + 1);
      starts = wordsOf.map((row, text) =>
        starts[text]!.map((node, place) => {
          const last = row[place + length - 1];
          return node === NONE || last === undefined ? NONE : (children.get(node * WORDS + last) ?? NONE);
        }),
      );
    }
    return new NgramTable(order, words, children);
  }

  /**
   * The table with these n-grams, tokens apart by single spaces, as its features in this order.
   * @throws ReelsenseError 'damaged-model' for an n-gram that stands before its own beginning, or twice
   */
  static of(ngrams: Iterable<string>): NgramTable {
    const words = new Map<string, number>();
    const children = new Map<number, number>();
    let order = 0;
    for (const ngram of ngrams) {
      const tokens = ngram.split(' ');
      order = Math.max(order, tokens.length);
      let parent = ROOT;
      for (const token of tokens.slice(0, -1)) {
        parent = children.get(parent * WORDS + (words.get(token) ?? NONE)) ?? NONE;
        if (parent === NONE) break;
      }
      const last = tokens.at(-1)!;
      const word = words.get(last) ?? words.size;
      words.set(last, word);
      const key = parent * WORDS + word;
      if (parent === NONE || children.has(key)) {
        const wrong = parent === NONE ? 'stands before its own beginning' : 'stands twice';
        throw new ReelsenseError('damaged-model', `The n-gram ${JSON.stringify(ngram)} ${wrong}.`);
      }
      children.set(key, children.size + 1);
    }
    return new NgramTable(order, words, children);
  }

  /** The features of a text, each once, in ascending order. */
  featuresOf(tokens: readonly string[]): Int32Array {
    const row = tokens.map((token) => this.words.get(token) ?? NONE);
    const found = new Set<number>();
    for (let start = 0; start < row.length; start++) {
      let node = ROOT;
      for (let i = start; i < start + this.order && i < row.length; i++) {
        const child = row[i] === NONE ? undefined : this.children.get(node * WORDS + row[i]!);
        if (child === undefined) break;
        found.add(child - 1);
        node = child;
      }
    }
    return Int32Array.from(found).sort();
  }

  /** The n-gram of each feature, tokens apart by single spaces. */
  ngrams(): string[] {
    const tokens = [...this.words.keys()];
    const names: string[] = [];
    for (const key of this.children.keys()) {
      const node = Math.floor(key / WORDS);
      const token = tokens[key % WORDS]!;
      names.push(node === ROOT ? token : `${names[node - 1]} ${token}`);
    }
    return names;
  }
}

/** Keys of the n-grams of one length that occur in enough texts, in the order of their first occurrence. */
function frequentKeys(
  wordsOf: readonly Int32Array[],
  starts: readonly Int32Array[],
  { length, minimumCount }: { length: number; minimumCount: number },
): number[] {
  const candidates = new Map<number, number>(); // key -> its place in the two lists
  const counts: number[] = [];
  const lastText: number[] = [];
  wordsOf.forEach((row, text) => {
    const nodes = starts[text]!;
    for (let place = 0; place + length <= row.length; place++) {
      const node = nodes[place]!;
      if (node === NONE || (length > 1 && nodes[place + 1] === NONE)) continue;
      const key = node * WORDS + row[place + length - 1]!;
      const known = candidates.get(key);
      if (known === undefined) {
        candidates.set(key, counts.length);
        counts.push(1);
        lastText.push(text);
      } else if (lastText[known] !== text) {
        lastText[known] = text;
        counts[known]!++;
      }
    }
  });
  return [...candidates.keys()].filter((_, i) => counts[i]! >= minimumCount);
}
