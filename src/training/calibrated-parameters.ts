/**
 * Folds the calibration that was fitted on the development split into the fully connected layer, so that the plain softmax of the
 * logits is calibrated in every program that opens the model.
 */
import type { Calibration } from '../evaluation/index.js';
import type { ParameterValues } from '../models/index.js';

/**
 * The parameters with `linear.weight` and `linear.bias` of every member divided by the temperature, and the bias added to the latter:
 * every member's logits, and so their mean, are calibrated then. A bias is there for two labels alone, which have one logit.
 */
export function calibratedParameters(
  values: ParameterValues,
  { temperature, bias }: Calibration,
): ParameterValues {
  return new Map(
    [...values].map(([name, data]) => {
      if (name.endsWith('linear.weight')) return [name, data.map((value) => value / temperature)];
      if (name.endsWith('linear.bias')) return [name, data.map((value) => value / temperature + bias)];
      return [name, data];
    }),
  );
}
