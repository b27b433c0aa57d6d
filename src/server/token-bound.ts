/**
 * How many ids of a text the model will read at most, told from its characters in one quick pass: the thread that answers
 * HTTP does not tokenise. Every token of `text/scan.ts` is a run of letters and digits or begins at a character that is neither,
 * so counting those beginnings never counts too few; a letter outside ASCII counts as one of its own.
 */

const [NOTHING, SPACE, LETTER] = [0, 1, 2] as const;
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\s/.test(character)) return SPACE;
  return /[a-z0-9]/i.test(character) ? LETTER : NOTHING;
});

/** @param maximumLength ids that the model reads at most, the start token included */
export function boundOnTokens(text: string, maximumLength: number): number {
  let tokens = 1; // the start token
  let inWord = false;
  for (let at = 0; at < text.length && tokens < maximumLength; at++) {
    const kind = kinds[text.charCodeAt(at)] ?? NOTHING;
    if (kind === LETTER) {
      if (!inWord) tokens++;
      inWord = true;
    } else {
      if (kind === NOTHING) tokens++;
      inWord = false;
    }
  }
  return tokens;
}
