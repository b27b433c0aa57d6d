/** Review -> ids for the model, by a vocabulary and a greatest length. */

import { ReelsenseError } from '../errors/index.js';
import { clean } from './clean.js';
import { TokenScanner } from './scan.js';
import { START_ID, UNKNOWN_ID } from './special-tokens.js';
import { type TokenSpan, tokenizeWithOffsets } from './tokenize.js';
import {
  GREATEST_MAXIMUM_LENGTH,
  isMaximumLength,
  tokenizerFromJson,
  tokenizerToJson,
} from './tokenizer-json.js';
import { MAXIMUM_TOKEN_LENGTH, type Vocabulary } from './vocabulary.js';

/** A text as ids, and how much of it they hold. The start token is in `ids` but in none of the counts. */
export interface Encoding {
  /** START, then one id a token, cut at the greatest length. */
  ids: Int32Array;
  /** Tokens in the whole text. */
  total: number;
  /** Tokens that stand in `ids`. */
  used: number;
  /** How many of the used tokens are not in the vocabulary. */
  unknown: number;
  /** True if `used < total`. */
  truncated: boolean;
}

/** Turns texts into ids: the same ids as `tokenizer.json` gives in Hugging Face's libraries with truncation on. */
export class Tokenizer {
  /** Most ids of an encoded text, START included. */
  readonly maximumLength: number;
  private buffer: Int32Array; // as long as the longest encoding so far

  /** @param options `maximumLength`: most ids of an encoded text, START included, at least 2. */
  constructor(
    readonly vocabulary: Vocabulary,
    options: { maximumLength: number },
  ) {
    const { maximumLength } = options;
    if (!isMaximumLength(maximumLength)) {
      throw new ReelsenseError(
        'invalid-option',
        `The maximum length is ${maximumLength}; it must be a whole number of tokens from 2 to ${GREATEST_MAXIMUM_LENGTH}.`,
      );
    }
    this.maximumLength = maximumLength;
    this.buffer = new Int32Array(Math.min(maximumLength, 1024));
    this.buffer[0] = START_ID;
  }

  /** Encodes a text. Takes time linear in its length. */
  encode(text: string): Encoding {
    const cleaned = clean(text);
    const scanner = new TokenScanner(cleaned);
    const { vocabulary } = this;
    const room = this.maximumLength - 1;
    let total = 0;
    let unknown = 0;
    while (scanner.next()) {
      if (total++ >= room) continue;
      const id =
        scanner.end - scanner.start > MAXIMUM_TOKEN_LENGTH
          ? UNKNOWN_ID
          : vocabulary.idOf(cleaned.slice(scanner.start, scanner.end));
      if (id === UNKNOWN_ID) unknown++;
      if (total === this.buffer.length) this.growBuffer();
      this.buffer[total] = id;
    }
    const used = Math.min(total, room);
    return { ids: this.buffer.slice(0, used + 1), total, used, unknown, truncated: used < total };
  }

  private growBuffer(): void {
    const larger = new Int32Array(Math.min(2 * this.buffer.length, this.maximumLength));
    larger.set(this.buffer);
    this.buffer = larger;
  }

  /** The same encoding with the used tokens and their places in the text. Several times slower. */
  encodeWithOffsets(text: string): Encoding & { spans: TokenSpan[] } {
    return { ...this.encode(text), spans: tokenizeWithOffsets(text).slice(0, this.maximumLength - 1) };
  }

  /** The contents of `tokenizer.json` and `tokenizer_config.json`. */
  toJson(): { tokenizer: object; configuration: object } {
    return tokenizerToJson(this);
  }

  /** Reads what `toJson` gave. Throws 'damaged-model' on anything else. */
  static fromJson(tokenizer: unknown, configuration: unknown): Tokenizer {
    const { vocabulary, maximumLength } = tokenizerFromJson(tokenizer, configuration);
    return new Tokenizer(vocabulary, { maximumLength });
  }
}
