/**
 * Folds the temperature that was fitted on the development split (Guo et al. 2017) into the fully connected layer, so that the
 * plain softmax of the logits is calibrated in every program that opens the model.
 */
import type { ParameterValues } from '../models/index.js';

/** The parameters with `linear.weight` and `linear.bias` of every member divided by `temperature`: every logit is then. */
export function calibratedParameters(values: ParameterValues, temperature: number): ParameterValues {
  const folded = ['linear.weight', 'linear.bias'];
  return new Map(
    [...values].map(([name, data]) => [
      name,
      folded.some((linear) => name.endsWith(linear)) ? data.map((value) => value / temperature) : data,
    ]),
  );
}
