/**
 * Optimisers, as loops over a part of flat arrays: SGD with momentum, Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980),
 * AdamW (Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101). Definitions are those of PyTorch.
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

/** Parameters, their gradients and the optimiser's memory of them: arrays of one length. */
export interface OptimiserArrays {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** Mean of gradients (Adam) or velocity (SGD). */
  readonly first: Float32Array;
  /** Mean of squared gradients (Adam). */
  readonly second: Float32Array;
}

/**
 * Updates `count` elements: those from `parameterStart` of the parameters and of the memory by the gradients from
 * `gradientStart`.
 * @param step counted from 1, for Adam's correction of the first steps
 * @param gradientScale what gradients are multiplied by first (clipping)
 */
export function update(
  { name, momentum, weightDecay }: OptimiserSettings,
  { parameters, gradients, first, second }: OptimiserArrays,
  parameterStart: number,
  gradientStart: number,
  count: number,
  step: number,
  rate: number,
  gradientScale: number,
): void {
  const end = parameterStart + count;
  const shift = gradientStart - parameterStart;
  if (name === 'sgd') {
    for (let i = parameterStart; i < end; i++) {
      const gradient = gradients[i + shift]! * gradientScale + weightDecay * parameters[i]!;
      const velocity = momentum * first[i]! + gradient;
      first[i] = velocity;
      parameters[i] = parameters[i]! - rate * velocity;
    }
    return;
  }
  const decoupled = name === 'adamw' ? 1 - rate * weightDecay : 1;
  const coupled = name === 'adam' ? weightDecay : 0;
  const stepSize = rate / (1 - momentum ** step);
  const rootCorrection = 1 / Math.sqrt(1 - secondBeta ** step);
  for (let i = parameterStart; i < end; i++) {
    const parameter = parameters[i]! * decoupled;
    const gradient = gradients[i + shift]! * gradientScale + coupled * parameter;
    const mean = momentum * first[i]! + (1 - momentum) * gradient;
    const square = secondBeta * second[i]! + (1 - secondBeta) * gradient * gradient;
    first[i] = mean;
    second[i] = square;
    parameters[i] = parameter - (stepSize * mean) / (Math.sqrt(square) * rootCorrection + epsilon);
  }
}
