/**
 * The words that the error analysis looks for, in ENGLISH: they say nothing of texts in another language, and are not looked for
 * there. Tokens as `text` cuts them: lower case, straight apostrophes, "don't" in one piece.
 */

/** Language of the lists below (ISO 639-1). */
export const listedLanguage = 'en';

const negations = new Set([
  ...['not', 'no', 'never', 'none', 'nothing', 'nobody', 'nowhere', 'neither', 'nor', 'cannot'],
  ...['dont', 'doesnt', 'didnt', 'isnt', 'wasnt', 'cant', 'couldnt', 'wont', 'wouldnt'], // as people write them
]);

const contrasts = new Set([
  ...[
    'but',
    'however',
    'although',
    'though',
    'yet',
    'despite',
    'nevertheless',
    'nonetheless',
    'whereas',
    'unless',
  ],
]);

/** "not", "never", "no" and their like, and every word in n't. */
export function isNegation(token: string): boolean {
  return negations.has(token) || token.endsWith("n't");
}

/** "but", "however", "although" and their like. */
export function isContrast(token: string): boolean {
  return contrasts.has(token);
}
