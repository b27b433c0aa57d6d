/**
 * What this entry of the browser's history keeps: it outlives a reload, comes back with Back, and goes with the tab. The text stands
 * there with who may read it, so that what was written for this device alone is never sent.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface HistoryEntry {
  readonly text: string;
  /** True when the text is meant for this device alone. */
  readonly device: boolean;
}

const SAVE_MILLISECONDS = 400;

/** What the entry was left with; undefined where it is a new one. */
export function rememberedEntry(): HistoryEntry | undefined {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('text' in state)) return undefined;
  if (typeof state.text !== 'string') return undefined;
  return { text: state.text, device: 'device' in state && state.device === true };
}

/** Who reads is kept at once, the text when it rests, and when the page is left before that. */
export function useHistoryEntry({ text, device }: HistoryEntry): void {
  const saved = useRef(device);
  useLayoutEffect(() => {
    const save = (): void => history.replaceState({ text, device } satisfies HistoryEntry, '');
    if (device !== saved.current) save();
    saved.current = device;
    const timer = setTimeout(save, SAVE_MILLISECONDS);
    const keep = (): void => {
      if (rememberedEntry() === undefined) save(); // an address typed again empties its entry
    };
    const leave = (): void => {
      if (text !== '' || rememberedEntry() !== undefined) save(); // else the text of a link may be still to come
    };
    addEventListener('popstate', keep);
    addEventListener('pagehide', leave);
    return () => {
      clearTimeout(timer);
      removeEventListener('popstate', keep);
      removeEventListener('pagehide', leave);
    };
  }, [text, device]);
}
