/**
 * What came of each row, in typed arrays that grow, so that 100,000 rows and more can be sorted and filtered at once; and the
 * running counts of all plots.
 */
import type { Prediction } from '../api/index.js';

/** In place of a label's index. */
export const WAITING = -1;
export const FAILED = -2;

/** Characters of text that are kept for reading, searching and downloads; of later rows only the figures are. */
export const KEPT_CHARACTERS = 300_000_000;

export const HISTOGRAM_BINS = 20;
/** Where each bucket of lengths begins, in tokens. */
export const lengthStarts = [0, 25, 50, 100, 200, 400, 800] as const;

export interface Failure {
  readonly code: string;
  readonly message: string;
}

export interface ResultsOptions {
  readonly labels: readonly string[];
  readonly unsureBelow: number;
  readonly keptCharacters?: number;
}

export class Results {
  readonly labels: readonly string[];
  readonly unsureBelow: number;
  /** Rows that were read. */
  count = 0;
  /** Rows that have a label or a failure. */
  settled = 0;
  unsure = 0;
  /** Rows whose text was not kept. */
  unkept = 0;
  /** Rows whose text has bytes that are not UTF-8. */
  damaged = 0;
  /** By label. */
  readonly labelCounts: number[];
  /** By bin of the probability of the last of two labels, or of the label given. */
  readonly histogram: number[] = new Array<number>(HISTOGRAM_BINS).fill(0);
  /** By bucket of lengths and label. */
  readonly lengths: number[][];
  readonly failures = new Map<number, Failure>();
  /** SHA-256 of the model that was there at the start, and of every one that answered: one, unless the server was started anew. */
  readonly models = new Set<string>();

  private readonly keptLimit: number;
  private kept = 0;
  private texts: (string | undefined)[] = [];
  private label = new Int16Array(1024);
  private score: Float64Array; // [rows * labels]
  private tokens = new Uint32Array(1024);
  private cut = new Uint8Array(1024);

  constructor({ labels, unsureBelow, keptCharacters = KEPT_CHARACTERS }: ResultsOptions) {
    this.labels = labels;
    this.unsureBelow = unsureBelow;
    this.keptLimit = keptCharacters;
    this.score = new Float64Array(1024 * labels.length);
    this.labelCounts = labels.map(() => 0);
    this.lengths = lengthStarts.map(() => labels.map(() => 0));
  }

  /** A row that waits for its answer. @returns its index, from 0 */
  add(text: string | undefined): number {
    const row = this.count++;
    if (row === this.label.length) this.grow();
    this.label[row] = WAITING;
    const keep = text !== undefined && this.kept + text.length <= this.keptLimit;
    if (keep) this.kept += text.length;
    else if (text !== undefined) this.unkept++;
    this.texts.push(keep ? text : undefined);
    return row;
  }

  /** Once for each row; a second answer is not taken. */
  settle(row: number, { label, scores, probability, tokens, truncated }: Prediction): void {
    if (this.label[row] !== WAITING) return;
    const index = this.labels.indexOf(label);
    if (index === -1) {
      this.fail(row, {
        code: 'unreadable',
        message: `The server knows a label ${label} that the page does not.`,
      });
      return;
    }
    this.settled++;
    this.label[row] = index;
    this.labels.forEach((name, i) => {
      this.score[row * this.labels.length + i] = scores[name] ?? Number.NaN;
    });
    this.tokens[row] = tokens.total;
    this.cut[row] = truncated ? 1 : 0;
    this.labelCounts[index]!++;
    if (probability < this.unsureBelow) this.unsure++;
    this.histogram[Math.min(HISTOGRAM_BINS - 1, Math.floor(this.shown(row) * HISTOGRAM_BINS))]!++;
    const after = lengthStarts.findIndex((start) => start > tokens.total);
    this.lengths[after === -1 ? lengthStarts.length - 1 : after - 1]![index]!++;
  }

  fail(row: number, failure: Failure): void {
    if (this.label[row] !== WAITING) return;
    this.settled++;
    this.label[row] = FAILED;
    this.failures.set(row, failure);
  }

  /** Index of the label, WAITING or FAILED. */
  labelOf(row: number): number {
    return this.label[row]!;
  }

  text(row: number): string | undefined {
    return this.texts[row];
  }

  /** Of the label given. */
  probability(row: number): number {
    const label = this.label[row]!;
    return label < 0 ? Number.NaN : this.scoreOf(row, label);
  }

  scoreOf(row: number, label: number): number {
    return this.score[row * this.labels.length + label]!;
  }

  /** The probability of the last of two labels, so that rows lie on one scale; of the label given when there are more. */
  shown(row: number): number {
    return this.labels.length === 2 ? this.scoreOf(row, 1) : this.probability(row);
  }

  isUnsure(row: number): boolean {
    return this.label[row]! >= 0 && this.probability(row) < this.unsureBelow;
  }

  tokensOf(row: number): number {
    return this.tokens[row]!;
  }

  isTruncated(row: number): boolean {
    return this.cut[row] === 1;
  }

  private grow(): void {
    const size = 2 * this.label.length;
    const [label, score] = [new Int16Array(size), new Float64Array(size * this.labels.length)];
    const [tokens, cut] = [new Uint32Array(size), new Uint8Array(size)];
    label.set(this.label);
    score.set(this.score);
    tokens.set(this.tokens);
    cut.set(this.cut);
    Object.assign(this, { label, score, tokens, cut });
  }
}
