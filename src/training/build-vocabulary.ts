/** The vocabulary of some texts, or one that grows by theirs. */
import { SPECIAL_TOKENS, tokenize, UNKNOWN_ID, Vocabulary, VocabularyBuilder } from '../text/index.js';

/** The `vocabularySize` most frequent tokens, special ones included, that occur `minimumCount` times or more. */
export function buildVocabulary(
  texts: readonly string[],
  { vocabularySize, minimumCount }: { readonly vocabularySize: number; readonly minimumCount: number },
): Vocabulary {
  const builder = new VocabularyBuilder();
  for (const text of texts) builder.add(tokenize(text));
  return builder.build({ maximumSize: vocabularySize, minimumCount });
}

/**
 * The words of `known` with their ids, and behind them the most frequent of the other tokens of the texts that occur `minimumCount`
 * times or more, up to `vocabularySize` in all.
 */
export function grownVocabulary(
  known: Vocabulary,
  texts: readonly string[],
  { vocabularySize, minimumCount }: { readonly vocabularySize: number; readonly minimumCount: number },
): Vocabulary {
  const builder = new VocabularyBuilder();
  for (const text of texts) builder.add(tokenize(text).filter((token) => known.idOf(token) === UNKNOWN_ID));
  const room = Math.max(0, vocabularySize - known.size);
  const more = builder.build({ maximumSize: room + SPECIAL_TOKENS.length, minimumCount });
  const words = [known, more].flatMap(({ tokens }) => tokens.slice(SPECIAL_TOKENS.length));
  return new Vocabulary(words);
}
