/**
 * Cleaning that remembers where every character came from, so that a token can be shown in the text that the
 * user sees. It runs the same steps as `clean.ts`, slower; only explanations need it.
 */

import { CLEANING_STEPS, type CleaningStep } from './cleaning-rules.js';
import { compilePattern } from './pattern.js';

/** A text whose UTF-16 unit `i` came from the units [start[i], end[i]) of the original. */
export interface TracedText {
  readonly text: string;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Collects pieces of a traced text. */
class TraceWriter {
  private readonly pieces: string[] = [];
  private start: Int32Array;
  private end: Int32Array;
  private length = 0;

  constructor(private readonly source: TracedText) {
    this.start = new Int32Array(source.text.length + 16);
    this.end = new Int32Array(source.text.length + 16);
  }

  private reserve(units: number): void {
    if (this.length + units <= this.start.length) return;
    const grow = (old: Int32Array): Int32Array => {
      const grown = new Int32Array(2 * (this.length + units));
      grown.set(old);
      return grown;
    };
    this.start = grow(this.start);
    this.end = grow(this.end);
  }

  /** Units [from, to) of the source as they are. */
  keep(from: number, to: number): void {
    if (from === to) return;
    this.reserve(to - from);
    this.start.set(this.source.start.subarray(from, to), this.length);
    this.end.set(this.source.end.subarray(from, to), this.length);
    this.length += to - from;
    this.pieces.push(this.source.text.slice(from, to));
  }

  /** `content` in place of the units [from, to) of the source. */
  put(content: string, from: number, to: number): void {
    if (content === this.source.text.slice(from, to)) {
      this.keep(from, to);
      return;
    }
    this.reserve(content.length);
    this.start.fill(this.source.start[from]!, this.length, this.length + content.length);
    this.end.fill(this.source.end[to - 1]!, this.length, this.length + content.length);
    this.length += content.length;
    this.pieces.push(content);
  }

  /** Lets the character before stretch over units of the source that were removed. */
  stretchTo(to: number): void {
    if (this.length > 0) this.end[this.length - 1] = this.source.end[to - 1]!;
  }

  finish(): TracedText {
    return {
      text: this.pieces.join(''),
      start: this.start.slice(0, this.length),
      end: this.end.slice(0, this.length),
    };
  }
}

/**
 * Puts `change(match)` in place of every match of `pattern`.
 * @param removedJoins where matches that become nothing count to: the character before or the one after.
 */
function traceMatches(
  source: TracedText,
  pattern: RegExp,
  change: (match: string) => string,
  removedJoins: 'previous' | 'next' = 'previous',
): TracedText {
  const writer = new TraceWriter(source);
  let at = 0; // up to here the source is written
  let removedFrom = -1; // where removed units begin that count to the next character
  const keepTo = (to: number): void => {
    if (removedFrom >= 0 && at < to) {
      writer.put(source.text.charAt(at), removedFrom, at + 1);
      at++;
      removedFrom = -1;
    }
    writer.keep(at, to);
    at = to;
  };
  for (const match of source.text.matchAll(pattern)) {
    const to = match.index + match[0].length;
    keepTo(match.index);
    const content = change(match[0]);
    if (content !== '') writer.put(content, match.index, to);
    else if (removedJoins === 'previous') writer.stretchTo(to);
    else if (removedFrom < 0) removedFrom = match.index;
    at = to;
  }
  keepTo(source.text.length);
  return writer.finish();
}

const upperCase = /[A-Z]|\P{ASCII}/gu;
/** A character outside ASCII, or one with marks on it, up to the next that never joins the one before it. */
const cluster = /(?:\P{ASCII}|\p{ASCII}(?=\p{M}))[\p{M}\u1160-\u11FF]*/gu;
/** A run up to the next ASCII character, before which normalisation always has a boundary (UAX #15, 9.1). */
const run = /(?:\P{ASCII}|\p{ASCII}(?=\P{ASCII}))\P{ASCII}*/gu;

function traceForm(source: TracedText, form: 'NFKD' | 'NFKC'): TracedText {
  const normalised = source.text.normalize(form);
  if (normalised === source.text) return source;
  const normalise = (text: string): string => text.normalize(form);
  const byCluster = traceMatches(source, cluster, normalise);
  return byCluster.text === normalised ? byCluster : traceMatches(source, run, normalise);
}

function traceStep(source: TracedText, step: CleaningStep): TracedText {
  if (step.type === 'Replace') {
    const pattern = compilePattern(step.pattern);
    return source.text.search(pattern) < 0
      ? source
      : traceMatches(source, pattern, () => step.content, step.removedJoins);
  }
  if (step.type !== 'Lowercase') return traceForm(source, step.type);
  return source.text.toLowerCase() === source.text
    ? source
    : traceMatches(source, upperCase, (letter) => letter.toLowerCase());
}

/** Cleans `text` as `clean` does and keeps, for every unit of the result, its place in `text`. */
export function traceClean(text: string): TracedText {
  const untouched: TracedText = {
    text,
    start: Int32Array.from({ length: text.length }, (_, i) => i),
    end: Int32Array.from({ length: text.length }, (_, i) => i + 1),
  };
  return CLEANING_STEPS.reduce(traceStep, untouched);
}
