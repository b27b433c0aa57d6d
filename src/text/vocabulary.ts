/** The vocabulary: which token has which id, and how it is counted together from texts. */

import { detached } from './detached.js';
import { SPECIAL_TOKENS, UNKNOWN_ID } from './special-tokens.js';

/** Longer tokens are never words of a vocabulary (links, noise). In UTF-16 units. */
export const MAXIMUM_TOKEN_LENGTH = 64;

/** An immutable table token <-> id. Ids 0..3 are the special tokens. */
export class Vocabulary {
  /** All tokens; a token's index is its id. */
  readonly tokens: readonly string[];
  /** How often each token was counted, by id (0 for special tokens); absent when read from a file. */
  readonly counts?: readonly number[];
  private readonly ids: Map<string, number>;

  /**
   * @param words the tokens after the special ones, in order of their ids, all different.
   * @param counts how often each of `words` was counted.
   */
  constructor(words: readonly string[], counts?: readonly number[]) {
    this.tokens = [...SPECIAL_TOKENS, ...words];
    this.ids = new Map(this.tokens.map((token, id) => [token, id]));
    if (counts !== undefined) this.counts = [...SPECIAL_TOKENS.map(() => 0), ...counts];
  }

  /** Number of tokens, the special ones included. */
  get size(): number {
    return this.tokens.length;
  }

  /** The id of a token, or `UNKNOWN_ID`. */
  idOf(token: string): number {
    return this.ids.get(token) ?? UNKNOWN_ID;
  }

  /** The token of an id; throws a RangeError outside 0..size - 1. */
  tokenOf(id: number): string {
    const token = this.tokens[id];
    if (token === undefined)
      throw new RangeError(`no token has the id ${id}; ids go from 0 to ${this.size - 1}`);
    return token;
  }
}

/** Counts tokens text by text. The vocabulary that it builds does not depend on the order of the texts. */
export class VocabularyBuilder {
  private readonly counts = new Map<string, number>();

  /** Counts the tokens of one text. */
  add(tokens: readonly string[]): void {
    for (const token of tokens) {
      const count = this.counts.get(token);
      if (count !== undefined) this.counts.set(token, count + 1);
      else if (token.length <= MAXIMUM_TOKEN_LENGTH) this.counts.set(detached(token), 1);
    }
  }

  /**
   * The most frequent tokens, ties in the order of their UTF-16 units.
   * @param options `maximumSize`: most tokens, the four special ones included; `minimumCount`: rarer tokens are left out.
   */
  build(options: { maximumSize: number; minimumCount: number }): Vocabulary {
    const chosen = [...this.counts]
      .filter(([, count]) => count >= options.minimumCount)
      .sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1))
      .slice(0, Math.max(0, options.maximumSize - SPECIAL_TOKENS.length));
    return new Vocabulary(
      chosen.map(([token]) => token),
      chosen.map(([, count]) => count),
    );
  }
}
