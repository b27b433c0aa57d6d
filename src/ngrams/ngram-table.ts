/**
 * n-grams as paths in a trie: the node of "not bad" is the child "bad" of the node of "not". A node that is kept is a
 * feature. Counted level by level, so that only n-grams whose two shorter parts are frequent are ever looked at
 * (Agrawal and Srikant, "Fast algorithms for mining association rules", VLDB 1994).
 */
import { ReelsenseError } from '../errors/index.js';
import { MAXIMUM_KEYS, type NumberedTexts } from './numbered-texts.js';

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

  /**
   * The frequent n-grams of some texts, numbered in the order in which they first occur, short ones first.
   * @throws ReelsenseError 'invalid-option' where more than `maximumKeys` may be frequent, or are
   */
  static count(
    { words, rows }: NumberedTexts,
    { order, minimumCount }: CountOptions,
    maximumKeys = MAXIMUM_KEYS,
  ): NgramTable {
    const children = new Map<number, number>();
    /** Of each text: the node of the n-gram that begins at each place, or NONE. */
    const starts = rows.map((row) => new Int32Array(row.length).fill(ROOT));
    for (let length = 1; length <= order; length++) {
      const limits = { length, minimumCount, maximumKeys };
      const keys = frequentKeys(rows, starts, limits);
      if (children.size + keys.length > maximumKeys) refuseTooMany(limits);
      for (const key of keys) children.set(key, children.size + 1);
      rows.forEach((row, text) => {
        const nodes = starts[text]!; // written over: those of all texts stand in memory once
        nodes.forEach((node, place) => {
          const last = row[place + length - 1];
          nodes[place] =
            node === NONE || last === undefined ? NONE : (children.get(node * WORDS + last) ?? NONE);
        });
      });
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
    return this.featuresOfRow(Int32Array.from(tokens, (token) => this.words.get(token) ?? NONE));
  }

  /** The same of a text that it was counted on. */
  featuresOfRow(row: Int32Array): Int32Array {
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

interface Limits {
  readonly length: number;
  readonly minimumCount: number;
  readonly maximumKeys: number;
}

/** Keys of the n-grams of one length that occur in enough texts, in the order of their first occurrence. */
function frequentKeys(rows: readonly Int32Array[], starts: readonly Int32Array[], limits: Limits): number[] {
  const { length, minimumCount, maximumKeys } = limits;
  const candidates = new Map<number, number>(); // key -> its place in the two lists
  const counts: number[] = [];
  const lastText: number[] = [];
  rows.forEach((row, text) => {
    const nodes = starts[text]!;
    for (let place = 0; place + length <= row.length; place++) {
      const node = nodes[place]!;
      if (node === NONE || (length > 1 && nodes[place + 1] === NONE)) continue;
      const key = node * WORDS + row[place + length - 1]!;
      const known = candidates.get(key);
      if (known === undefined) {
        if (candidates.size === maximumKeys) refuseTooMany(limits);
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

/** Of single words there are no more than {@link NumberedTexts} has taken. */
function refuseTooMany({ length, minimumCount, maximumKeys }: Limits): never {
  throw new ReelsenseError(
    'invalid-option',
    `The texts have more than ${maximumKeys.toLocaleString('en-US')} n-grams of up to ${length} words to count, more than there is room for; ` +
      `give a --minimum-count above ${minimumCount}, or an --order below ${length}.`,
  );
}
