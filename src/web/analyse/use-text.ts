/** The text that is analysed: from the address, from before a reload, from the delivered page, then as it is typed. */
import { useEffect, useState } from 'preact/hooks';
import { textOfFragment } from '../reading/share-address.js';
import { rememberedEntry } from './history-entry.js';

export interface CurrentText {
  readonly text: string;
  /** False while it is typed: then a pause is waited for. */
  readonly atOnce: boolean;
}

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
    if (rememberedEntry() === undefined) void restore(); // after a reload what was written since counts
    addEventListener('hashchange', restore);
    return () => removeEventListener('hashchange', restore);
  }, []);
  return [current, setText];
}
