/** Training: configuration, optimiser, schedule, loop. */
export * from './configuration.js';
export { readBefore } from './describe-language-model.js';
export { describeModel, storageNote } from './describe-model.js';
export { requireDevice } from './device.js';
export { type ExportedLanguageModel, exportLanguageModel, requireEmpty } from './export-language-model.js';
export { type InitialModel, readInitialModel } from './initial-model.js';
export { type Joined, type JoinTask, joinClassifiers, narrowest } from './join.js';
export { distinctSources, labelSourcesOf } from './label-sources.js';
export { developmentReviews } from './measured-development.js';
export {
  type DataFacts,
  developmentOf,
  type ExportFacts,
  type MeasuredStorage,
  type ModelMetrics,
  partOf,
  type RecalibrationFacts,
  type RecordedEvaluation,
  requireMetrics,
  withEvaluation,
  withExport,
} from './model-metrics.js';
export { pretrain } from './pretrain.js';
export {
  type PretrainedModel,
  type PretrainingFacts,
  readPretrained,
  readPretrainedCheckpoint,
} from './pretrained.js';
export * from './pretraining-configuration.js';
export type { PretrainingFigures, PretrainingProgress, PretrainingTask } from './pretraining-run.js';
export type { EpochProgress, NoteProgress, StepProgress, TrainingProgress } from './progress.js';
export { type Publication, type Published, publishClassifier } from './publish.js';
export { recalibrate, withRecalibration } from './recalibrate.js';
export * from './search/index.js';
export {
  type PlannedTraining,
  refuseSeenDevelopment,
  refuseTaughtDevelopment,
  reviewsSha256,
  type SplitAs,
  splitterOf,
} from './set-aside-reviews.js';
export { checkSettings, type Setting, type SettingsTable } from './setting.js';
export type { SoftLabels, Teacher } from './soft-labels.js';
export {
  type ExcludeFacts,
  type LabelSource,
  type SplitConfiguration,
  splitSettings,
} from './split-facts.js';
export { storageVariants, storeAgain } from './store-again.js';
export { storedLogits } from './stored-logits.js';
export { type TrainedClassifier, trainClassifier } from './train-classifier.js';
export type { TrainingTask } from './training-task.js';
