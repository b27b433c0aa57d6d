/** Review -> tokens, with or without their places in the text. */

import { clean } from './clean.js';
import { TokenScanner } from './scan.js';
import { traceClean } from './trace.js';

/** A token and the part [start, end) of the original text, in UTF-16 units, that it was read from. */
export interface TokenSpan {
  token: string;
  start: number;
  end: number;
}

/** The tokens of a text, in order. Takes time linear in its length. */
export function tokenize(text: string): string[] {
  const cleaned = clean(text);
  const scanner = new TokenScanner(cleaned);
  const tokens: string[] = [];
  while (scanner.next()) tokens.push(cleaned.slice(scanner.start, scanner.end));
  return tokens;
}

/** The same tokens with their places in `text` as the user sees it. Several times slower than `tokenize`. */
export function tokenizeWithOffsets(text: string): TokenSpan[] {
  const traced = traceClean(text);
  const scanner = new TokenScanner(traced.text);
  const spans: TokenSpan[] = [];
  while (scanner.next()) {
    spans.push({
      token: traced.text.slice(scanner.start, scanner.end),
      start: traced.start[scanner.start]!,
      end: traced.end[scanner.end - 1]!,
    });
  }
  return spans;
}
