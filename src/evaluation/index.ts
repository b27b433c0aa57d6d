/** Measuring a model: metrics, calibration, and a report with plots. */
export { expectedCalibrationError, type ReliabilityBin, reliabilityBins } from './calibration.js';
export {
  type Calibration,
  calibratedLogits,
  calibratedLogLoss,
  fitCalibration,
  fitTemperature,
  scoresOfLogits,
} from './calibration-fit.js';
export type { LabelMetrics } from './confusion.js';
export { type Evaluation, evaluate, type RocCurve } from './evaluate.js';
export { formatEvaluation } from './format.js';
export type { ScoreHistogram } from './histogram.js';
export { bestEpoch, type EpochRecord, isBetterEpoch, type TrainingHistory } from './history.js';
export { type Content, html, type Markup } from './html.js';
export type { EvaluationInput } from './input.js';
export { type Interval, wilsonInterval } from './interval.js';
export { type EvaluationJson, evaluationToJson } from './json.js';
export type { LengthBucket } from './lengths.js';
export type { MistakeWord, MistakeWords } from './mistake-words.js';
export type { Mistake } from './mistakes.js';
export { domainOf, linearScale, roundTicks, type Scale, ticks } from './plots/scale.js';
export { brierScore, logLoss } from './probability-scores.js';
export { type RecordedTest, recordedTest } from './recorded-test.js';
export { type Report, renderReport } from './report/report.js';
export { renderSearchReport, type SearchReport } from './report/search-report.js';
export { type RocPoint, rocAuc, rocCurve } from './roc.js';
export { betterRun, epochsOf, type SearchRun } from './search-run.js';
export type { Slice, SliceGroup, SliceTexts } from './slices.js';
export { fitThreshold } from './threshold.js';
