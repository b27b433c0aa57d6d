/** The vocabulary of some texts. */
import { tokenize, type Vocabulary, VocabularyBuilder } from '../text/index.js';

/** The `vocabularySize` most frequent tokens, special ones included, that occur `minimumCount` times or more. */
export function buildVocabulary(
  texts: readonly string[],
  { vocabularySize, minimumCount }: { readonly vocabularySize: number; readonly minimumCount: number },
): Vocabulary {
  const builder = new VocabularyBuilder();
  for (const text of texts) builder.add(tokenize(text));
  return builder.build({ maximumSize: vocabularySize, minimumCount });
}
