/**
 * Cleaning that remembers where every character came from, so that a token can be shown in the text that the
 * user sees. It runs the same steps as `clean.ts`, slower; only explanations need it.
 */

import { CLEANING_STEPS, type ReplaceStep } from './cleaning-rules.js';
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
    if (content.length === to - from && content === this.source.text.slice(from, to)) {
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

function traceReplace(source: TracedText, step: ReplaceStep): TracedText {
  const writer = new TraceWriter(source);
  let at = 0; // up to here the source is written
  let removedFrom = -1; // start of removed units that count to the next character
  const keepTo = (to: number): void => {
    if (removedFrom >= 0 && at < to) {
      writer.put(source.text.slice(at, at + 1), removedFrom, at + 1);
      at++;
      removedFrom = -1;
    }
    writer.keep(at, to);
    at = to;
  };
  for (const match of source.text.matchAll(compilePattern(step.pattern))) {
    const to = match.index + match[0].length;
    keepTo(match.index);
    if (step.content !== '') writer.put(step.content, match.index, to);
    else if (step.removedJoins === 'next') removedFrom = removedFrom < 0 ? match.index : removedFrom;
    else writer.stretchTo(to);
    at = to;
  }
  keepTo(source.text.length);
  return writer.finish();
}

/** Applies `change` piece by piece, cutting wherever `boundary` matches an empty string. */
function traceChange(source: TracedText, change: (text: string) => string, boundary: RegExp): TracedText {
  const writer = new TraceWriter(source);
  let at = 0;
  for (const piece of source.text.split(boundary)) {
    if (piece === '') continue;
    writer.put(change(piece), at, at + piece.length);
    at += piece.length;
  }
  return writer.finish();
}

/** Before every character that never joins the one before it (marks and the later parts of Hangul syllables do). */
const fineBoundary = /(?=[^\p{M}\u1160-\u11FF])/u;
/** Before every ASCII character: always a boundary of normalisation (UAX #15, 9.1). */
const coarseBoundary = /(?=\p{ASCII})/u;

function traceForm(source: TracedText, form: 'NFKD' | 'NFKC'): TracedText {
  const normalise = (text: string): string => text.normalize(form);
  const fine = traceChange(source, normalise, fineBoundary);
  return fine.text === normalise(source.text) ? fine : traceChange(source, normalise, coarseBoundary);
}

/** Cleans `text` as `clean` does and keeps, for every unit of the result, its place in `text`. */
export function traceClean(text: string): TracedText {
  let traced: TracedText = {
    text,
    start: Int32Array.from({ length: text.length }, (_, i) => i),
    end: Int32Array.from({ length: text.length }, (_, i) => i + 1),
  };
  for (const step of CLEANING_STEPS) {
    if (step.type === 'Replace') traced = traceReplace(traced, step);
    else if (step.type === 'Lowercase') traced = traceChange(traced, (piece) => piece.toLowerCase(), /(?:)/u);
    else traced = traceForm(traced, step.type);
  }
  return traced;
}
