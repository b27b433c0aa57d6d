/** The key that is typed on a page, as what a hook may depend on: everything is asked again with a new one. */
import { useEffect, useState } from 'preact/hooks';
import { onKeyChange } from './api/index.js';

/** Another number after every change. */
export function useKey(): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => onKeyChange(() => setChanges((before) => before + 1)), []);
  return changes;
}
