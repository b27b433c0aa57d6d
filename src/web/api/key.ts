/** The key with which the API is asked, where the server wants one: kept by the browser until the tab is closed. */
import { basePath } from '../base-address.js';

/** Another server under another path of the same host is not shown this one's key. */
const name = (): string => `reelsense-key ${basePath()}`;

/** The key that was typed on this page: all there is where the browser keeps nothing. */
let typed: string | undefined;

/** @returns undefined where none was typed, or it could not be sent */
export function storedKey(): string | undefined {
  if (typed !== undefined) return typed;
  try {
    const key = sessionStorage.getItem(name()) ?? '';
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

/** @param key that `keyProblem` has nothing against */
export function storeKey(key: string): void {
  typed = key;
  try {
    sessionStorage.setItem(name(), key);
  } catch {
    // site storage is blocked or full: the key then goes with this page
  }
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
