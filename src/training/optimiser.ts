/**
 * Optimisers, as loops over a part of flat arrays: SGD with momentum, Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980),
 * AdamW (Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101). Definitions are those of PyTorch. The moving average of
 * the parameters follows in the same pass over memory.
 */
import type { OptimiserName } from './configuration.js';

export interface OptimiserSettings {
  readonly name: OptimiserName;
  /** Of SGD; the first beta of Adam. */
  readonly momentum: number;
  readonly weightDecay: number;
}

/** The second beta and epsilon of Adam. */
export const secondBeta = 0.999;
export const epsilon = 1e-8;

/** Parameters, their gradients, the optimiser's memory of them and their average. */
export interface OptimiserArrays {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** Mean of gradients (Adam) or velocity (SGD). */
  readonly first: Float32Array;
  /** Mean of squared gradients (Adam). */
  readonly second: Float32Array;
  /** Moving average of the parameters; the parameters themselves where none is kept. */
  readonly average: Float32Array;
}

/** What is the same for all parameters of a step: worked out once, because a power costs as much as a dozen parameters. */
export interface UpdateRule extends OptimiserSettings {
  readonly rate: number;
  /** What gradients are multiplied by first (clipping). */
  readonly gradientScale: number;
  /** Adam's rate and epsilon, both corrected for the first steps by what the root of the mean square would be divided by. */
  readonly stepSize: number;
  readonly rootFloor: number;
}

/** @param step counted from 1, for Adam's correction of the first steps */
export function updateRule(
  settings: OptimiserSettings,
  step: number,
  rate: number,
  gradientScale: number,
): UpdateRule {
  const rootCorrection = Math.sqrt(1 - secondBeta ** step);
  return {
    ...settings,
    rate,
    gradientScale,
    stepSize: (rate * rootCorrection) / (1 - settings.momentum ** step),
    rootFloor: epsilon * rootCorrection,
  };
}

/**
 * Updates `count` elements: those from `parameterStart` of the parameters, memory and average by the gradients from
 * `gradientStart`.
 * @param missed share that the average keeps over earlier steps that left these parameters alone; 1 when there were none
 * @param kept share that it keeps in this step
 */
export function update(
  { name, momentum, weightDecay, rate, gradientScale, stepSize, rootFloor }: UpdateRule,
  { parameters, gradients, first, second, average }: OptimiserArrays,
  parameterStart: number,
  gradientStart: number,
  count: number,
  missed: number,
  kept: number,
): void {
  const end = parameterStart + count;
  const shift = gradientStart - parameterStart;
  const isAveraged = average !== parameters;
  // The average first catches up at the value before what it missed, then takes this step at the value after.
  const [ofOld, ofBefore, ofAfter] = [kept * missed, kept * (1 - missed), 1 - kept];
  if (name === 'sgd') {
    for (let i = parameterStart; i < end; i++) {
      const before = parameters[i]!;
      const gradient = gradients[i + shift]! * gradientScale + weightDecay * before;
      const velocity = momentum * first[i]! + gradient;
      first[i] = velocity;
      const after = before - rate * velocity;
      parameters[i] = after;
      if (isAveraged) average[i] = ofOld * average[i]! + ofBefore * before + ofAfter * after;
    }
    return;
  }
  const decoupled = name === 'adamw' ? 1 - rate * weightDecay : 1;
  const coupled = name === 'adam' ? weightDecay : 0;
  for (let i = parameterStart; i < end; i++) {
    const before = parameters[i]!;
    const parameter = before * decoupled;
    const gradient = gradients[i + shift]! * gradientScale + coupled * parameter;
    const mean = momentum * first[i]! + (1 - momentum) * gradient;
    const square = secondBeta * second[i]! + (1 - secondBeta) * gradient * gradient;
    first[i] = mean;
    second[i] = square;
    const after = parameter - (stepSize * mean) / (Math.sqrt(square) + rootFloor);
    parameters[i] = after;
    if (isAveraged) average[i] = ofOld * average[i]! + ofBefore * before + ofAfter * after;
  }
}
