/**
 * Optimisers, of a part of flat arrays: SGD with momentum, Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980),
 * AdamW (Loshchilov and Hutter 2019, https://arxiv.org/abs/1711.05101). Definitions are those of PyTorch.
 */
import type { OptimiserName } from './configuration.js';
import { type Kernels, placeOf, type SharedFloats } from './kernels.js';

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
  readonly parameters: SharedFloats;
  readonly gradients: SharedFloats;
  /** Mean of gradients (Adam) or velocity (SGD). */
  readonly first: SharedFloats;
  /** Mean of squared gradients (Adam). */
  readonly second: SharedFloats;
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
 * Updates `count` elements: those from `parameterStart` of the parameters and the memory, by the gradients from `gradientStart`.
 * @param kernels of the memory in which the arrays lie
 */
export function update(
  kernels: Kernels,
  rule: UpdateRule,
  { parameters, gradients, first, second }: OptimiserArrays,
  parameterStart: number,
  gradientStart: number,
  count: number,
): void {
  const { name, momentum, weightDecay, rate, gradientScale, stepSize, rootFloor } = rule;
  const atParameters = placeOf(parameters, parameterStart);
  const atFirst = placeOf(first, parameterStart);
  const atGradients = placeOf(gradients, gradientStart);
  if (name === 'sgd') {
    kernels.sgd(atParameters, atGradients, atFirst, count, gradientScale, weightDecay, momentum, rate);
    return;
  }
  kernels.adam(
    atParameters,
    atGradients,
    atFirst,
    placeOf(second, parameterStart),
    count,
    gradientScale,
    name === 'adamw' ? 1 - rate * weightDecay : 1,
    name === 'adam' ? weightDecay : 0,
    momentum,
    1 - momentum,
    secondBeta,
    1 - secondBeta,
    stepSize,
    rootFloor,
  );
}
