/** The key with which the API is asked, where the server wants one: kept by the browser until the tab is closed. */

const name = 'reelsense-key';

/** @returns undefined where none was typed, or the browser keeps nothing */
export function storedKey(): string | undefined {
  try {
    return sessionStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function storeKey(key: string): void {
  sessionStorage.setItem(name, key);
}

type Listener = (message: string) => void;
let listener: Listener = () => undefined;

/** @param told with the server's message when it refuses a question for want of a known key */
export function onRefusedKey(told: Listener): void {
  listener = told;
}

export function refusedKey(message: string): void {
  listener(message);
}
