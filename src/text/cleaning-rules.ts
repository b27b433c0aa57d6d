/**
 * The cleaning of a text as a table: the same steps run here (`clean.ts`), run with offsets (`trace.ts`) and are
 * written to `tokenizer.json` (`tokenizer-json.ts`). Unicode normalisation forms: UAX #15; what is invisible:
 * Default_Ignorable_Code_Point of UAX #44, controls, lone surrogates and skin tones.
 */

/** Replaces every match of `pattern` (see `pattern.ts`) by `content`. */
export interface ReplaceStep {
  readonly type: 'Replace';
  readonly pattern: string;
  readonly content: string;
  /** Where a removed character counts to when offsets are kept: to the character before (default) or after it. */
  readonly removedJoins?: 'next';
}

/** One step of the cleaning, named as in `tokenizer.json`. */
export type CleaningStep = ReplaceStep | { readonly type: 'NFKD' | 'NFKC' | 'Lowercase' };

const replace = (pattern: string, content: string): ReplaceStep => ({ type: 'Replace', pattern, content });

/** Accents and other marks drawn over, under or through Latin, Greek and Cyrillic letters and symbols. */
const DIACRITICS =
  '\\x{300}-\\x{36F}\\x{483}-\\x{489}\\x{1AB0}-\\x{1AFF}\\x{1DC0}-\\x{1DFF}\\x{20D0}-\\x{20FF}\\x{FE20}-\\x{FE2F}';

const INVISIBLE = [
  '\\x{0}-\\x{8}\\x{E}-\\x{1F}\\x{7F}-\\x{9F}\\x{AD}\\x{61C}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}',
  '\\x{180B}-\\x{180F}\\x{200B}-\\x{200F}\\x{202A}-\\x{202E}\\x{2060}-\\x{206F}\\x{2800}\\x{3164}',
  '\\x{FE00}-\\x{FE0F}\\x{FEFF}\\x{FFA0}\\x{FFF0}-\\x{FFFD}\\x{1BCA0}-\\x{1BCA3}\\x{1D173}-\\x{1D17A}',
  '\\x{1F3FB}-\\x{1F3FF}\\x{E0000}-\\x{E0FFF}\\p{Cs}',
].join('');

/** Brings any text to canonical, lower-case characters. On plain text (see `clean.ts`) only the lower case acts. */
export const CANONICAL_STEPS: readonly CleaningStep[] = [
  // Windows-1252 punctuation that was read as Latin-1 (frequent in reviews).
  replace('\\x{85}', '...'),
  replace('[\\x{91}\\x{92}\\x{B4}]', "'"),
  replace('[\\x{84}\\x{93}\\x{94}]', '"'),
  replace('[\\x{96}\\x{97}]', '-'),
  replace('\\x{BD}', ' 1/2'),
  // Half-width sound marks decompose to combining marks without being marks: unbounded chains otherwise.
  replace('\\x{FF9E}', '\u3099'),
  replace('\\x{FF9F}', '\u309A'),
  replace(`[${INVISIBLE}${DIACRITICS}]`, ''),
  // At most four marks in a row: canonical ordering takes quadratic time on a long chain.
  replace('(?<=\\p{M}\\p{M}\\p{M}\\p{M})\\p{M}', ''),
  { type: 'NFKD' },
  replace(`[${DIACRITICS}]`, ''),
  { type: 'NFKC' },
  { type: 'Lowercase' },
  replace('\\x{3C2}', '\u03C3'), // final sigma: the only letter whose lower case depends on its neighbours
  replace('[`\\x{2018}-\\x{201B}\\x{2B9}-\\x{2BF}\\x{2032}\\x{2035}]', "'"),
  replace('[\\x{201C}-\\x{201F}\\x{AB}\\x{BB}\\x{301D}-\\x{301F}]', '"'),
  replace('[\\x{2010}-\\x{2015}\\x{2212}]', '-'),
  replace('\\x{2044}', '/'),
];

/** Tags become a space. */
export const TAG_STEP = replace('<(?:/?[a-z]|!)[^<>]*>', ' ');

/** The entities of HTML's own characters; `&amp;` last, so that nothing is decoded twice. */
export const ENTITY_STEPS: readonly ReplaceStep[] = [
  replace('&(?:nbsp|#160);', ' '),
  replace('&(?:apos|rsquo|lsquo|#39|#x27|#8216|#8217);', "'"),
  replace('&(?:quot|ldquo|rdquo|#34|#8220|#8221);', '"'),
  replace('&(?:hellip|#8230);', '...'),
  replace('&(?:lt|#60);', '<'),
  replace('&(?:gt|#62);', '>'),
  replace('&(?:amp|#38);', '&'),
];

/** Emphasis by repetition: at most two of a letter (soooo -> soo), three of a mark (!!!!! -> !!!), five stars. */
export const REPETITION_STEPS: readonly ReplaceStep[] = [
  { ...replace('([a-z])(?=\\1\\1)', ''), removedJoins: 'next' },
  { ...replace('([.!?-])(?=\\1\\1\\1)', ''), removedJoins: 'next' },
  { ...replace('\\*(?=\\*\\*\\*\\*\\*)', ''), removedJoins: 'next' },
];

/** All steps in order: this list is the normaliser of `tokenizer.json`. */
export const CLEANING_STEPS: readonly CleaningStep[] = [
  ...CANONICAL_STEPS,
  TAG_STEP,
  ...ENTITY_STEPS,
  ...REPETITION_STEPS,
];
