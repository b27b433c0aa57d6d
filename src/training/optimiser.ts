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

/** Parameters, their gradients and the optimiser's memory of them. */
export interface OptimiserArrays {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** Mean of gradients (Adam) or velocity (SGD). */
  readonly first: Float32Array;
  /** Mean of squared gradients (Adam). */
  readonly second: Float32Array;
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

/** Updates `count` elements: those from `parameterStart` of the parameters and the memory, by the gradients from `gradientStart`. */
export function update(
  rule: UpdateRule,
  { parameters, gradients, first, second }: OptimiserArrays,
  parameterStart: number,
  gradientStart: number,
  count: number,
): void {
  const { name, momentum, weightDecay, rate, gradientScale, stepSize, rootFloor } = rule;
  const end = parameterStart + count;
  const shift = gradientStart - parameterStart;
  if (name === 'sgd') {
    for (let i = parameterStart; i < end; i++) {
      const parameter = parameters[i]!;
      const gradient = gradients[i + shift]! * gradientScale + weightDecay * parameter;
      const velocity = momentum * first[i]! + gradient;
      first[i] = velocity;
      parameters[i] = parameter - rate * velocity;
    }
    return;
  }
  const decoupled = name === 'adamw' ? 1 - rate * weightDecay : 1;
  const coupled = name === 'adam' ? weightDecay : 0;
  // Out of the loop by hand: the compiler leaves them in it, for a quarter of its time.
  const newMomentum = 1 - momentum;
  const newSquare = 1 - secondBeta;
  for (let i = parameterStart; i < end; i++) {
    const parameter = parameters[i]! * decoupled;
    const gradient = gradients[i + shift]! * gradientScale + coupled * parameter;
    const mean = momentum * first[i]! + newMomentum * gradient;
    const square = secondBeta * second[i]! + newSquare * gradient * gradient;
    first[i] = mean;
    second[i] = square;
    parameters[i] = parameter - (stepSize * mean) / (Math.sqrt(square) + rootFloor);
  }
}
