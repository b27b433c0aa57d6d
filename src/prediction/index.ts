/** A model folder -> labels and probabilities, alone, in bulk or from a stream. Runs in a browser too. */
export type {
  CurvePoint,
  ExplainOptions,
  Explanation,
  SentenceScore,
  WordContribution,
} from './explanation/explanation.js';
export type { PredictionBundle } from './model-parts.js';
export type { Prediction, ScoredText, TokenCounts } from './prediction.js';
export { Predictor, type PredictorOptions, predictorDefaults } from './predictor.js';
export type { CreateSession, GraphSession } from './session.js';
export type { StreamItem, StreamResult } from './stream.js';
export { type WindowLimits, windows } from './windows.js';
