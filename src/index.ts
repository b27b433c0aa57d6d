/**
 * Reelsense as a library: `import { loadModel } from 'reelsense'`.
 *
 *     const model = await loadModel();
 *     const { label, probability } = await model.predict('A quiet, generous film.');
 */

// The model folder on disk.
export {
  type ModelBundle,
  type ModelConfiguration,
  type ReadModelOptions,
  readModelFolder,
} from './checkpoint/index.js';
// Labelled and unlabelled text.
export {
  type Dataset,
  downloadImdb,
  type Example,
  type ReadOptions,
  readDataset,
  readExcludeList,
  type Split,
  type SplitOptions,
  type StreamOptions,
  splitDataset,
  streamTexts,
  type TextEntry,
} from './datasets/index.js';
// Mistakes that a user can make: one class, a code each.
export { type ErrorCode, ReelsenseError } from './errors/index.js';
// Measuring a model.
export {
  type Evaluation,
  type EvaluationInput,
  evaluate,
  fitTemperature,
  formatEvaluation,
  type Report,
  renderReport,
} from './evaluation/index.js';
// Prediction: a model folder -> labels and probabilities.
export {
  BUNDLED_LANGUAGE_MODEL,
  BUNDLED_MODEL,
  BUNDLED_MODELS,
  type BundledModel,
  bundledModelFolder,
  type LoadModelOptions,
  loadModel,
  modelFolder,
} from './load-model.js';
export {
  type CreateSession,
  type CurvePoint,
  type ExplainOptions,
  type Explanation,
  type GraphSession,
  type Prediction,
  type PredictionBundle,
  Predictor,
  type PredictorOptions,
  predictorDefaults,
  type ScoredText,
  type SentenceScore,
  type StreamItem,
  type StreamResult,
  type TokenCounts,
  type WordContribution,
} from './prediction/index.js';
// Serving a model over HTTP.
export {
  closeOnSignals,
  createApiKey,
  createServer,
  type InjectedAnswer,
  type InjectedRequest,
  type ServedModel,
  type Server,
  type ServerAddress,
  type ServerOptions,
  type ServerSettings,
  type SignalOptions,
  startServer,
} from './server/index.js';
// Text -> tokens -> ids.
export {
  type Encoding,
  Tokenizer,
  type TokenSpan,
  tokenize,
  tokenizeWithOffsets,
  Vocabulary,
} from './text/index.js';
// Training: labelled text -> a classifier -> a model folder.
export {
  defaultSpace,
  defaults as trainingDefaults,
  type Preset as TrainingPreset,
  type PretrainingConfiguration,
  type PretrainingFigures,
  type PretrainingProgress,
  type PretrainingTask,
  type Publication,
  parseSpace,
  presets as trainingPresets,
  pretrain,
  pretrainingDefaults,
  publishClassifier,
  RunStore,
  readPretrained,
  resolveConfiguration,
  resolvePretrainingConfiguration,
  type SearchOutcome,
  type SearchProgress,
  type SearchSpace,
  type SearchTask,
  search,
  splitSettings,
  storeAgain,
  type TrainedClassifier,
  type TrainingConfiguration,
  type TrainingProgress,
  type TrainingTask,
  trainClassifier,
} from './training/index.js';
