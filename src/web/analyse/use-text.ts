/** The text that is analysed: from the address, from before a reload, from the delivered page, then as it is typed. */
import { useEffect, useState } from 'preact/hooks';
import { textOfFragment } from '../reading/share-address.js';
import { rememberedEntry } from './history-entry.js';

export interface CurrentText {
  readonly text: string;
  /** False while it is typed: then a pause is waited for. */
  readonly atOnce: boolean;
}

/** Where "To the content" leads: an entry of the browser's history, but no other text. */
const SKIP = '#main';

export function useText(
  deliveredText: string,
): [current: CurrentText, setText: (text: string, atOnce?: boolean) => void] {
  const [current, setCurrent] = useState<CurrentText>(() => ({
    text: deliveredText || (rememberedEntry()?.text ?? ''),
    atOnce: true,
  }));
  const setText = (text: string, atOnce = false): void => setCurrent({ text, atOnce });
  useEffect(() => {
    const restore = async (): Promise<void> => {
      const text = await textOfFragment(location.hash);
      if (text !== undefined) setText(text, true);
    };
    let isBack = false; // at an entry that was left before: what was made of its text counts
    const arrive = ({ state }: PopStateEvent): void => {
      isBack = state !== null;
    };
    const change = ({ oldURL, newURL }: HashChangeEvent): void => {
      if (!isBack) void restore();
      else if (![oldURL, newURL].some((address) => address.endsWith(SKIP)))
        setText(rememberedEntry()?.text ?? '', true);
    };
    if (rememberedEntry() === undefined) void restore(); // after a reload what was written since counts
    addEventListener('popstate', arrive); // comes before the other
    addEventListener('hashchange', change);
    return () => {
      removeEventListener('popstate', arrive);
      removeEventListener('hashchange', change);
    };
  }, []);
  return [current, setText];
}
