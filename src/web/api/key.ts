/** The key with which the API is asked, where the server wants one: kept by the browser until the tab is closed. */

const name = 'reelsense-key';

/** @returns undefined where none was typed, it could not be sent, or the browser keeps nothing */
export function storedKey(): string | undefined {
  try {
    const key = sessionStorage.getItem(name) ?? '';
    return isSendable(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** A header takes the visible characters of ASCII; with another one `fetch` would refuse the whole request. */
function isSendable(key: string): boolean {
  return /^[\x21-\x7e]+$/.test(key);
}

/** Why this can be no key of a server; undefined where it can be one. */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'The key is empty. Type or paste it.';
  if (isSendable(key)) return undefined;
  const letters = [...key];
  const place = letters.findIndex((letter) => !isSendable(letter));
  const code = letters[place]!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `Character ${place + 1} of the key (U+${code}) is none that a key can have, and may be invisible. Copy the key again, or type it.`;
}

export function storeKey(key: string): void {
  sessionStorage.setItem(name, key);
  for (const told of changeListeners) told();
}

const changeListeners = new Set<() => void>();

/** @returns ends it */
export function onKeyChange(told: () => void): () => void {
  changeListeners.add(told);
  return () => changeListeners.delete(told);
}

let refusalListener: () => void = () => undefined;

/** @param told when the server refuses a question for want of a known key */
export function onRefusedKey(told: () => void): void {
  refusalListener = told;
}

/** @param key that the question was asked with; another may have been given since */
export function refusedKey(key: string | undefined): void {
  if (key === storedKey()) refusalListener();
}
