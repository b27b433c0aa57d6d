/** The text that is analysed: from the address, from before a reload, from the delivered page, then as it is typed. */
import { useEffect, useState } from 'preact/hooks';
import { textOfFragment } from '../reading/share-address.js';

export interface CurrentText {
  readonly text: string;
  /** False while it is typed: then a pause is waited for. */
  readonly atOnce: boolean;
}

const SAVE_MILLISECONDS = 400;

export function useText(
  deliveredText: string,
): [current: CurrentText, setText: (text: string, atOnce?: boolean) => void] {
  const [current, setCurrent] = useState<CurrentText>(() => ({
    text: deliveredText || (rememberedText() ?? ''),
    atOnce: true,
  }));
  const setText = (text: string, atOnce = false): void => setCurrent({ text, atOnce });
  useEffect(() => {
    const restore = async (): Promise<void> => {
      const text = await textOfFragment(location.hash);
      if (text !== undefined) setText(text, true);
    };
    if (rememberedText() === undefined) void restore(); // after a reload what was written since counts
    addEventListener('hashchange', restore);
    return () => removeEventListener('hashchange', restore);
  }, []);
  useEffect(() => {
    // Kept with this entry of the browser's history: it outlives a reload and goes with the tab.
    const timer = setTimeout(() => history.replaceState({ text: current.text }, ''), SAVE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [current.text]);
  return [current, setText];
}

/** What this entry of the browser's history was left with; undefined where it is a new one. */
function rememberedText(): string | undefined {
  const state: unknown = history.state;
  const isOurs = typeof state === 'object' && state !== null && 'text' in state;
  return isOurs && typeof state.text === 'string' ? state.text : undefined;
}
