/**
 * Clean text -> the spans of its tokens, in one pass with a table of character classes. It finds exactly the
 * matches of `TOKEN_PATTERN` (`pattern.ts`); a test holds the two together.
 */

import { compilePattern, WORD_CHARACTER } from './pattern.js';

const SPACE = 1; // 0: not met yet
const WORD = 2;
const RUN = 3; // . ! ? - *
const APOSTROPHE = 4;
const EYES = 5; // : ; =
const LESS_THAN = 6;
const SURROGATE = 7;
const SINGLE = 8;

const wordCharacter = new RegExp(`^${compilePattern(WORD_CHARACTER).source}$`, 'u');
const whiteSpace = /^\p{White_Space}$/u;

/** Class of every UTF-16 code unit, filled when it is first met. */
const classes = new Uint8Array(0x10000);

function classify(code: number): number {
  const character = String.fromCharCode(code);
  let found = SINGLE;
  if (code >= 0xd800 && code <= 0xdfff) found = SURROGATE;
  else if (whiteSpace.test(character)) found = SPACE;
  else if (wordCharacter.test(character)) found = WORD;
  else if ('.!?-*'.includes(character)) found = RUN;
  else if (character === "'") found = APOSTROPHE;
  else if (':;='.includes(character)) found = EYES;
  else if (character === '<') found = LESS_THAN;
  classes[code] = found;
  return found;
}

const MINUS = 0x2d;
const OPENING = 0x28;
const CLOSING = 0x29;
const THREE = 0x33;
const [D, E, L, M, R, S, V] = [0x64, 0x65, 0x6c, 0x6d, 0x72, 0x73, 0x76] as const;

/** Walks over the tokens of one clean text: after `next()` returned true, `start` and `end` are a token's span. */
export class TokenScanner {
  start = 0;
  end = 0;

  /** @param text the result of `clean`. */
  constructor(private readonly text: string) {}

  /** Goes to the next token; false at the end of the text. */
  next(): boolean {
    const { text } = this;
    let at = this.end;
    let found = SPACE;
    let code = 0;
    for (; at < text.length; at++) {
      code = text.charCodeAt(at);
      found = classes[code] || classify(code);
      if (found !== SPACE) break;
    }
    if (found === SPACE) return false;
    this.start = at;
    if (found === WORD) this.end = this.endOfWord(at + 1);
    else if (found === RUN) this.end = this.endOfRun(at + 1, code);
    else if (found === APOSTROPHE) this.end = Math.max(this.endOfSuffix(at), at + 1);
    else if (found === EYES) this.end = this.endOfEmoticon(at);
    else if (found === LESS_THAN) this.end = this.endOfHeart(at);
    else if (found === SURROGATE && text.codePointAt(at)! > 0xffff) {
      this.end = this.wordUnits(at) === 2 ? this.endOfWord(at + 2) : at + 2;
    } else this.end = at + 1;
    return true;
  }

  /** How many code units the word character at `at` has; 0 if there is none. */
  private wordUnits(at: number): 0 | 1 | 2 {
    if (at >= this.text.length) return 0;
    const code = this.text.charCodeAt(at);
    const found = classes[code] || classify(code);
    if (found === WORD) return 1;
    if (found !== SURROGATE) return 0;
    const codePoint = this.text.codePointAt(at)!;
    return codePoint > 0xffff && wordCharacter.test(String.fromCodePoint(codePoint)) ? 2 : 0;
  }

  private endOfLetters(from: number): number {
    const { text } = this;
    let at = from;
    while (at < text.length) {
      if (classes[text.charCodeAt(at)] === WORD) at++;
      else {
        const units = this.wordUnits(at);
        if (units === 0) break;
        at += units;
      }
    }
    return at;
  }

  /** The end of the word whose first character ends at `from`, over inner apostrophes but not over a suffix. */
  private endOfWord(from: number): number {
    let at = this.endOfLetters(from);
    while (at < this.text.length && classes[this.text.charCodeAt(at)] === APOSTROPHE) {
      if (this.endOfSuffix(at) > 0) break;
      const end = this.endOfLetters(at + 1);
      if (end === at + 1) break;
      at = end;
    }
    return at;
  }

  /** The end of 's 're 've 'll 'm 'd if one begins at the apostrophe `at`; otherwise 0. */
  private endOfSuffix(at: number): number {
    const first = this.text.charCodeAt(at + 1);
    const second = this.text.charCodeAt(at + 2);
    let end = 0;
    if (first === S || first === M || first === D) end = at + 2;
    else if ((first === R || first === V) && second === E) end = at + 3;
    else if (first === L && second === L) end = at + 3;
    return end > 0 && this.wordUnits(end) === 0 ? end : 0;
  }

  private endOfRun(from: number, code: number): number {
    let at = from;
    while (at < this.text.length && this.text.charCodeAt(at) === code) at++;
    return at;
  }

  private endOfEmoticon(at: number): number {
    const mouth = this.text.charCodeAt(at + 1) === MINUS ? at + 2 : at + 1;
    const code = this.text.charCodeAt(mouth);
    return code === OPENING || code === CLOSING ? mouth + 1 : at + 1;
  }

  private endOfHeart(at: number): number {
    return this.text.charCodeAt(at + 1) === THREE && this.wordUnits(at + 2) === 0 ? at + 2 : at + 1;
  }
}
