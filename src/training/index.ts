/** Training: configuration, optimiser, schedule, loop. */
export * from './configuration.js';
export type { EpochProgress, NoteProgress, StepProgress, TrainingProgress } from './progress.js';
export { type TrainedClassifier, type TrainingTask, trainClassifier } from './train-classifier.js';
