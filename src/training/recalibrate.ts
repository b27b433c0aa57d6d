/** A finished model calibrated again, on other texts than those of its training or by what calibration has learnt since. */
import type { ModelBundle } from '../checkpoint/index.js';
import { type Calibration, type Evaluation, evaluationToJson } from '../evaluation/index.js';
import { parseArchitecture, predictionModel, storedParameters } from '../models/index.js';
import { calibratedParameters } from './calibrated-parameters.js';
import {
  type ExportFacts,
  headlineOf,
  type ModelMetrics,
  type RecalibrationFacts,
  requireMetrics,
} from './model-metrics.js';

/** The ONNX file of `bundle` with a calibration folded into its fully connected layer, stored as {@link storeAgain} stores it in its own way. */
export function recalibrate(bundle: ModelBundle, calibration: Calibration): Uint8Array<ArrayBuffer> {
  const architecture = parseArchitecture(bundle.configuration.reelsense.architecture);
  const { weights } = requireMetrics(bundle.metrics, bundle.name).storage;
  const parameters = calibratedParameters(storedParameters(architecture, bundle.model), calibration);
  return predictionModel(architecture, parameters, weights);
}

/**
 * The metrics after that. Recorded evaluations are of other probabilities and go.
 * @param after figures on the texts that it was calibrated on  @param modelBytes of the new ONNX file
 */
export function withRecalibration(
  metrics: ModelMetrics,
  facts: RecalibrationFacts,
  { temperature, bias }: Calibration,
  after: Evaluation,
  modelBytes: number,
): ModelMetrics {
  const { storage, export: exported, calibration: earlier } = metrics;
  return {
    ...metrics,
    ...(exported !== undefined && facts.isDevelopment ? { export: measuredAgain(exported) } : {}),
    storage: {
      ...storage,
      modelBytes,
      temperature: storage.temperature * temperature,
      bias: (storage.bias ?? 0) / temperature + bias,
    },
    ...(facts.isDevelopment
      ? { development: evaluationToJson(after), developmentFullPrecision: headlineOf(after) }
      : {}),
    evaluations: [],
    calibration: { ...facts, ...(earlier === undefined ? {} : { earlier }) },
  };
}

/** Without the model that the development figures were of. */
function measuredAgain({ figuresOf: _, ...facts }: ExportFacts): ExportFacts {
  return facts;
}
