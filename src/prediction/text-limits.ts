/** Caps on a text, checked before any work is done with it: its type, then bytes, then characters. */
import { ReelsenseError } from '../errors/index.js';

/** Longest text by default: 1 MiB. */
export const MAXIMUM_BYTES = 1 << 20;

export interface TextLimits {
  /** Bytes of a text in UTF-8 at most. */
  readonly maximumBytes: number;
  /** Characters of a text at most, in UTF-16 units as in `text.length`. */
  readonly maximumCharacters: number;
}

/** @throws ReelsenseError 'wrong-type' for anything but a string; 'text-too-long' with value and limit */
export function checkText(text: unknown, limits: TextLimits): asserts text is string {
  if (typeof text !== 'string') {
    throw new ReelsenseError('wrong-type', `The text is ${typeOf(text)}; give a string.`);
  }
  const { maximumBytes, maximumCharacters } = limits;
  if (text.length > maximumBytes / 3) {
    const bytes = utf8Bytes(text); // a UTF-16 unit takes three bytes at most
    if (bytes > maximumBytes) throw tooLong(bytes, 'bytes in UTF-8', maximumBytes);
  }
  if (text.length > maximumCharacters) throw tooLong(text.length, 'characters', maximumCharacters);
}

/** @throws ReelsenseError 'wrong-type' for anything but an array, such as a single text */
export function checkTexts(texts: unknown): asserts texts is readonly unknown[] {
  if (Array.isArray(texts)) return;
  throw new ReelsenseError('wrong-type', `The list of texts is ${typeOf(texts)}; give an array of strings.`);
}

/** @throws ReelsenseError 'wrong-type' for what is no sequence of texts, such as a single text, which is one of characters */
export function checkStream(items: unknown): void {
  if (typeof items === 'object' && items !== null) {
    if (Symbol.asyncIterator in items || Symbol.iterator in items) return;
  }
  throw new ReelsenseError(
    'wrong-type',
    `The stream of texts is ${typeOf(items)}; give an array, or something else that \`for await\` goes through.`,
  );
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
}

function tooLong(value: number, unit: string, limit: number): ReelsenseError {
  const [shown, bound] = [value.toLocaleString('en'), limit.toLocaleString('en')];
  return new ReelsenseError(
    'text-too-long',
    `The text has ${shown} ${unit}; the limit is ${bound}. Shorten it or split it into parts.`,
  );
}

/** Length in UTF-8, a lone surrogate counted as U+FFFD. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 2; // four bytes for two units
      i++;
    } else bytes += 2;
  }
  return bytes;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000; // false for NaN, past the end
