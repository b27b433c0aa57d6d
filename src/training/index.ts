/** Training: configuration, optimiser, schedule, loop. */
export * from './configuration.js';
export { describeModel, storageNote } from './describe-model.js';
export { type InitialModel, readInitialModel } from './initial-model.js';
export {
  type DataFacts,
  type ExcludeFacts,
  type ModelMetrics,
  type RecordedEvaluation,
  requireMetrics,
  withEvaluation,
} from './model-metrics.js';
export { pretrain } from './pretrain.js';
export { type PretrainedModel, type PretrainingFacts, readPretrained } from './pretrained.js';
export * from './pretraining-configuration.js';
export type { PretrainingFigures, PretrainingProgress, PretrainingTask } from './pretraining-run.js';
export type { EpochProgress, NoteProgress, StepProgress, TrainingProgress } from './progress.js';
export { type Publication, type Published, publishClassifier } from './publish.js';
export { checkSettings, type Setting, type SettingsTable } from './setting.js';
export type { SoftLabels, Teacher } from './soft-labels.js';
export { type TrainedClassifier, type TrainingTask, trainClassifier } from './train-classifier.js';
