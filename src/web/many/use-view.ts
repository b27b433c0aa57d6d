/** The rows that the table shows: asked anew when the question changes, or more rows have come. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { LiveView } from './live-view.js';
import type { Results } from './results.js';
import { type Question, viewOf } from './view.js';

const none = new Uint32Array(0);
/** Milliseconds between two views while rows come in. */
const INTERVAL = 600;

export function useView(results: Results, question: Question, settled: number): Uint32Array {
  const [view, setView] = useState<Uint32Array>(none);
  const live = useRef<LiveView>(undefined);
  useEffect(() => {
    const ask = (signal: AbortSignal) => viewOf(results, question, signal);
    const begun = new LiveView({ interval: INTERVAL, ask, show: setView });
    live.current = begun;
    return () => begun.stop();
  }, [results, question]);
  useEffect(() => live.current?.update(), [results, question, settled]);
  return view;
}
