/**
 * Regular expressions in the dialect that Oniguruma (the Hugging Face Rust library), JavaScript's `u` mode (after
 * the rewriting in `@huggingface/tokenizers`) and we read alike: `\x{…}` for a code point, `\p{…}` for a
 * general category. Everything that `tokenizer.json` says about text is written in it, once.
 */

/** Compiles a pattern of the shared dialect for our own use (flags `gu`). */
export function compilePattern(source: string): RegExp {
  return new RegExp(source.replaceAll('\\x{', '\\u{').replaceAll('\\s', '\\p{White_Space}'), 'gu');
}

/** Chinese characters and Japanese syllables: each is a token of its own, since no space separates their words. */
const IDEOGRAPHS =
  '[\\x{3040}-\\x{30FF}\\x{3400}-\\x{4DBF}\\x{4E00}-\\x{9FFF}\\x{F900}-\\x{FAFF}\\x{20000}-\\x{3FFFF}]';

/** One character of a word: a letter, mark or number of any script that writes words with spaces. */
export const WORD_CHARACTER = `(?:(?!${IDEOGRAPHS})[\\p{L}\\p{M}\\p{N}])`;

/** What English appends to a word with an apostrophe, apart from the negation: it becomes a token of its own. */
const SUFFIX = `'(?:s|re|ve|ll|m|d)(?!${WORD_CHARACTER})`;

/**
 * A token of clean text, the alternatives in their order: emoticon, heart, run of one mark, suffix ('s 're 've
 * 'll 'm 'd), word with its inner apostrophes (don't, o'clock), any other single character. The scanner of
 * `scan.ts` finds the same tokens.
 */
export const TOKEN_PATTERN = [
  '[:;=]-?[()]',
  `<3(?!${WORD_CHARACTER})`,
  '\\.+|!+|\\?+|-+|\\*+',
  SUFFIX,
  `${WORD_CHARACTER}+(?:(?!${SUFFIX})'${WORD_CHARACTER}+)*`,
  '[^\\s]',
].join('|');
