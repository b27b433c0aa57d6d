/** The four tokens that stand for no word. Their ids are fixed, so that graphs and files may rely on them. */

/** Fills a row up to the length of its batch. */
export const PADDING_ID = 0;
/** Any word that is not in the vocabulary. */
export const UNKNOWN_ID = 1;
/** Stands before every encoded text. */
export const START_ID = 2;
/** Separates reviews for the language model; the classifier does not use it. */
export const END_ID = 3;

/** Their spelling, in the order of their ids. No text can produce them: brackets are tokens of their own. */
export const SPECIAL_TOKENS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'] as const;
