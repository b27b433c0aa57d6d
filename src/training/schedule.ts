/** The learning rate of each step: linear warm-up, then a decay to zero. */
import type { Decay } from './configuration.js';

export interface Schedule {
  readonly learningRate: number;
  readonly warmupSteps: number;
  readonly decay: Decay;
  readonly totalSteps: number;
}

/** The warm-up takes half of the steps at most, so that a short run decays too. @param step counted from 0 */
export function learningRateAt(
  step: number,
  { learningRate, warmupSteps, decay, totalSteps }: Schedule,
): number {
  const warmup = Math.min(warmupSteps, Math.floor(totalSteps / 2));
  if (step < warmup) return (learningRate * (step + 1)) / warmup;
  if (decay === 'none') return learningRate;
  const progress = Math.min(1, (step - warmup) / Math.max(1, totalSteps - warmup));
  return decay === 'linear'
    ? learningRate * (1 - progress)
    : (learningRate * (1 + Math.cos(Math.PI * progress))) / 2;
}
