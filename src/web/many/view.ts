/**
 * Which rows the table shows, and in which order. Rows are sorted as numbers that hold key and row together, which is an order of
 * magnitude faster than comparing by a function; a search goes through the texts in slices, so that no frame waits for it.
 */
import { FAILED, type Results, WAITING } from './results.js';

export type SortKey = 'row' | 'label' | 'probability' | 'length';
/** 'label 0', 'label 1', ... by index; rows that are unsure, or failed. */
export type Filter = 'all' | 'unsure' | 'failed' | `label ${number}`;

export interface Question {
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly filter: Filter;
  /** Found in the text without regard to letter case; '' finds all. */
  readonly search: string;
}

/** Keys have 24 bits (a probability is sorted to 6e-8), rows 28: both together are exact in a double. */
const KEY = 2 ** 24 - 1;
const ROWS = 2 ** 28;
/** Milliseconds of work between two breaths. */
const SLICE = 8;

/** Rows that have an answer and fit, in order. @param pause lets the page draw @throws the reason of `signal` */
export async function viewOf(
  results: Results,
  question: Question,
  signal: AbortSignal,
  pause: () => Promise<void> = breathe,
): Promise<Uint32Array> {
  const fits = fitting(results, question.filter);
  const key = sortKey(results, question);
  const pattern = question.search === '' ? undefined : new RegExp(escaped(question.search), 'iu');
  const keyed = new Float64Array(results.count);
  let found = 0;
  let began = performance.now();
  for (let row = 0; row < keyed.length; row++) {
    if (row % 64 === 0 && performance.now() - began > SLICE) {
      await pause();
      signal.throwIfAborted();
      began = performance.now();
    }
    if (!fits(row)) continue;
    if (pattern !== undefined && !pattern.test(results.text(row) ?? '')) continue;
    const value = question.descending ? KEY - key(row) : key(row);
    keyed[found++] = value * ROWS + row;
  }
  return order(keyed.subarray(0, found), question);
}

function order(keyed: Float64Array, { sort, descending }: Question): Uint32Array {
  if (sort === 'row') {
    if (descending) keyed.reverse();
  } else {
    keyed.sort();
  }
  const rows = new Uint32Array(keyed.length); // a loop: `from` with a function takes ten times as long
  for (let i = 0; i < rows.length; i++) rows[i] = keyed[i]! % ROWS;
  return rows;
}

function fitting(results: Results, filter: Filter): (row: number) => boolean {
  if (filter === 'all') return (row) => results.labelOf(row) !== WAITING;
  if (filter === 'failed') return (row) => results.labelOf(row) === FAILED;
  if (filter === 'unsure') return (row) => results.isUnsure(row);
  const label = Number(filter.slice('label '.length));
  return (row) => results.labelOf(row) === label;
}

/** From 0 to KEY; rows that failed stand last, whichever way the others go. */
function sortKey(results: Results, { sort, descending }: Question): (row: number) => number {
  const last = descending ? 0 : KEY;
  const whole = (row: number): boolean => results.labelOf(row) >= 0;
  if (sort === 'row') return () => 0;
  if (sort === 'label') return (row) => (whole(row) ? 1 + results.labelOf(row) : last);
  if (sort === 'length') return (row) => (whole(row) ? 1 + Math.min(KEY - 2, results.tokensOf(row)) : last);
  return (row) => (whole(row) ? 1 + Math.round(results.shown(row) * (KEY - 2)) : last);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(undefined);
  });
}
