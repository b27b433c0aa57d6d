/** The width that an element has on the page, so that a chart is drawn in real pixels and its letters keep their size. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** @param initial pixels until the element has been measured */
export function useWidth<Kind extends Element>(initial = 640): [ref: RefObject<Kind | null>, width: number] {
  const ref = useRef<Kind>(null);
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => setWidth(Math.max(160, Math.floor(element.getBoundingClientRect().width)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
