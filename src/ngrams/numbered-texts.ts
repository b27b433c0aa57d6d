/** Texts as numbers of their words, four bytes each: as strings, the words of a million texts do not fit into memory. */
import { ReelsenseError } from '../errors/index.js';
import { detached } from '../text/index.js';

/** Keys that a Map has room for in V8. */
export const MAXIMUM_KEYS = 2 ** 24;

export class NumberedTexts {
  /** Word -> its number, in the order of the first occurrence. */
  readonly words = new Map<string, number>();
  /** The words of each text. */
  readonly rows: Int32Array[] = [];

  constructor(private readonly maximumWords = MAXIMUM_KEYS) {}

  /** @throws ReelsenseError 'invalid-option' where the texts have more different words than can be counted */
  add(tokens: readonly string[]): void {
    this.rows.push(Int32Array.from(tokens, (token) => this.words.get(token) ?? this.addWord(token)));
  }

  private addWord(token: string): number {
    const number = this.words.size;
    if (number === this.maximumWords) {
      throw new ReelsenseError(
        'invalid-option',
        `The texts have more than ${number.toLocaleString('en-US')} different words, more than can be counted; give fewer texts.`,
      );
    }
    this.words.set(detached(token), number);
    return number;
  }
}
