/** Review -> clean text -> tokens -> ids; the vocabulary; `tokenizer.json`. Runs in a browser too. */

export { clean, tagsAsLineBreaks } from './clean.js';
export { detached } from './detached.js';
export { MAXIMUM_SENTENCES, type Sentence, sentencesOf } from './sentences.js';
export { END_ID, PADDING_ID, SPECIAL_TOKENS, START_ID, UNKNOWN_ID } from './special-tokens.js';
export { type TokenSpan, tokenize, tokenizeWithOffsets } from './tokenize.js';
export { type Encoding, Tokenizer } from './tokenizer.js';
export { GREATEST_MAXIMUM_LENGTH } from './tokenizer-json.js';
export { Vocabulary, VocabularyBuilder } from './vocabulary.js';
