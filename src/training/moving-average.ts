import { type Kernels, placeOf } from './kernels.js';
import type { ParameterGroup } from './memory.js';

/**
 * An exponential moving average of the weights (Polyak and Juditsky 1992; the decay rises over the first steps as in
 * TensorFlow's ExponentialMovingAverage). Rows of the embedding table that a step does not touch are caught up later.
 */
export class MovingAverage {
  /** logDecay[t]: the logarithm of the product of the decays of steps 1 to t. */
  private readonly logDecay: number[] = [0];

  /** @param decay share of the average that each step keeps; 0 follows the weights */
  constructor(readonly decay: number) {}

  /** The share of the average that step `t` (from 1) keeps. */
  decayAt(t: number): number {
    return Math.min(this.decay, (1 + t) / (10 + t));
  }

  /** The share that is kept over steps `from` + 1 to `to` together. */
  decayOver(from: number, to: number): number {
    if (from >= to) return 1;
    if (this.decay === 0) return 0;
    for (let t = this.logDecay.length; t <= to; t++) {
      this.logDecay.push(this.logDecay[t - 1]! + Math.log(this.decayAt(t)));
    }
    return Math.exp(this.logDecay[to]! - this.logDecay[from]!);
  }

  /** Moves the average of `count` elements from `start` to their values, keeping the share `kept`, where there is one. */
  move(
    kernels: Kernels,
    { values, average }: ParameterGroup,
    start: number,
    count: number,
    kept: number,
  ): void {
    if (kept === 1 || average === values) return;
    kernels.moveAverage(placeOf(average, start), placeOf(values, start), count, 1 - kept);
  }
}
