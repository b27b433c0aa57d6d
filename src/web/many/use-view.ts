/** The rows that the table shows: asked anew when the question changes, or more rows have come. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Results } from './results.js';
import { type Question, viewOf } from './view.js';

const none = new Uint32Array(0);
/** Milliseconds between two views while rows come in. */
const INTERVAL = 600;

export function useView(results: Results, question: Question, settled: number): Uint32Array {
  const [view, setView] = useState<Uint32Array>(none);
  const last = useRef({ question, time: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    const stop = new AbortController();
    const now = performance.now();
    const changed = last.current.question !== question;
    const delay = changed ? 0 : Math.max(0, last.current.time + INTERVAL - now);
    const timer = setTimeout(() => {
      last.current = { question, time: performance.now() };
      viewOf(results, question, stop.signal).then(setView, (error: unknown) => {
        if (!stop.signal.aborted) throw error;
      });
    }, delay);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [results, question, settled]);
  return view;
}
