/** What training reports while it runs. Nothing is printed here. */
import type { EpochRecord } from '../evaluation/index.js';

export interface StepProgress {
  readonly kind: 'step';
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps of this epoch that are done. */
  readonly step: number;
  readonly stepsInEpoch: number;
  /** Mean over the last hundred steps or so. */
  readonly loss: number;
  /** The last epoch's, when there is one. */
  readonly developmentAccuracy: number | undefined;
  readonly tokensPerSecond: number;
  /** Seconds until all epochs are done at this rate. */
  readonly secondsLeft: number;
}

export interface EpochProgress {
  readonly kind: 'epoch';
  readonly record: EpochRecord;
  readonly isBest: boolean;
}

export interface NoteProgress {
  readonly kind: 'note';
  readonly message: string;
}

export type TrainingProgress = StepProgress | EpochProgress | NoteProgress;

/** Rates over a sliding window, so that a pause or another program's burst is forgotten after a while. */
export class RateMeter {
  private readonly marks: { tokens: number; milliseconds: number }[] = [];
  private loss: number | undefined;

  add(tokens: number, milliseconds: number, loss: number): void {
    this.marks.push({ tokens, milliseconds });
    if (this.marks.length > 200) this.marks.shift();
    this.loss = this.loss === undefined ? loss : 0.98 * this.loss + 0.02 * loss;
  }

  get smoothedLoss(): number {
    return this.loss ?? Number.NaN;
  }

  get tokensPerSecond(): number {
    const sum = this.marks.reduce(
      ({ tokens, milliseconds }, mark) => ({
        tokens: tokens + mark.tokens,
        milliseconds: milliseconds + mark.milliseconds,
      }),
      { tokens: 0, milliseconds: 0 },
    );
    return sum.milliseconds === 0 ? 0 : (1000 * sum.tokens) / sum.milliseconds;
  }
}
