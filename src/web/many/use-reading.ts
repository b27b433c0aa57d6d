/** The reading of a source, for the page: its state, its results, and a beat at which the page draws them. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ModelFacts, onKeyChange } from '../api/index.js';
import { Pace } from './pace.js';
import { readRows } from './read-rows.js';
import { Results } from './results.js';
import { Run, type RunState } from './run.js';
import { sendRows } from './send-rows.js';
import type { Source } from './source.js';

export interface Reading {
  readonly source: Source;
  readonly results: Results;
  readonly state: RunState;
  /** Rows that there will be: counted once all are read, before that estimated from the bytes. */
  readonly total: number;
  readonly pace: Pace;
  /** Another number whenever the results are to be drawn again. */
  readonly beat: number;
  readonly cancel: () => void;
  readonly resume: () => void;
}

interface Live {
  readonly source: Source;
  readonly results: Results;
  readonly run: Run;
  readonly pace: Pace;
  bytes: number;
}

/** Milliseconds between two drawings while rows come in. */
const BEAT = 250;

export function useReading(): [
  reading: Reading | undefined,
  start: (source: Source, textColumn: number | undefined, facts: ModelFacts) => void,
  end: () => void,
] {
  const live = useRef<Live>(undefined);
  const [state, setState] = useState<RunState>();
  const [beat, setBeat] = useState(0);
  const atWork = state?.kind === 'running' || state?.kind === 'retrying';
  useEffect(() => {
    if (!atWork) return;
    const timer = setInterval(() => {
      const { current } = live;
      current?.pace.mark(performance.now(), current.results.settled);
      setBeat((before) => before + 1);
    }, BEAT);
    return () => clearInterval(timer);
  }, [atWork]);
  useEffect(() => () => live.current?.run.cancel(), []);
  const go = (run: Run): void => {
    live.current?.pace.reset();
    live.current?.pace.mark(performance.now(), live.current.results.settled);
    void run.start();
  };
  const isHeldUp = state?.kind === 'failed' && state.resumable;
  useEffect(() => {
    if (!isHeldUp) return;
    return onKeyChange(() => live.current && go(live.current.run)); // it was the key that was missing
  }, [isHeldUp]);
  const start = (source: Source, textColumn: number | undefined, facts: ModelFacts): void => {
    const { labels, unsureBelow, limits } = facts;
    const results = new Results({ labels, unsureBelow });
    results.models.add(facts.model.sha256); // whose labels and limits are shown
    const rows = readRows(source, {
      textColumn,
      maximumCharacters: limits.maximumTextCharacters,
      onBytes: (bytes) => {
        if (live.current?.results === results) live.current.bytes = bytes;
      },
    });
    const onState = (next: RunState): void => {
      if (live.current?.results === results) setState(next);
    };
    const run = new Run({ rows, results, send: sendRows, onState });
    live.current = { source, results, run, pace: new Pace(), bytes: 0 };
    go(run);
  };
  const end = (): void => {
    live.current?.run.cancel();
    live.current = undefined;
    setState(undefined);
  };
  const { current } = live;
  if (current === undefined || state === undefined) return [undefined, start, end];
  const { source, results, run, pace } = current;
  const reading = {
    source,
    results,
    state,
    total: totalOf(current),
    pace,
    beat,
    cancel: () => run.cancel(),
    resume: () => go(run),
  };
  return [reading, start, end];
}

function totalOf({ run, results, source, bytes }: Live): number {
  if (run.allRead || bytes === 0) return results.count;
  return Math.max(results.count, Math.round((results.count * source.size) / bytes));
}
