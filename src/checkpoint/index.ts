/** Everything that training and prediction keep on disk. */
export { canonicalJson, type JsonValue } from './canonical-json.js';
export {
  type CheckpointState,
  CheckpointStore,
  holdsCheckpoints,
  type LoadedCheckpoint,
  passedOver,
  type RejectedCheckpoint,
  readNewestCheckpoint,
} from './checkpoint-store.js';
export {
  createConfiguration,
  type ModelConfiguration,
  type ReelsenseConfiguration,
  validateConfiguration,
} from './configuration.js';
export {
  compareFingerprints,
  type Fingerprint,
  refuseDifferences,
  type SettingDifference,
} from './fingerprint.js';
export { FolderLock } from './folder-lock.js';
export { MODEL_FILE, sha256Of, variantFile } from './manifest.js';
export { type CardBaseline, type CardMetric, type ModelCard, renderModelCard } from './model-card.js';
export { listFolder, makeFolder } from './plain-folder.js';
export {
  isModelFolder,
  type ModelBundle,
  type ReadModelOptions,
  readModelFile,
  readModelFolder,
} from './read-model-folder.js';
export { createRunLog, RUN_LOG_FILE, type RunLog, readRunLog } from './run-log.js';
export type { TensorArray } from './tensor-file.js';
export { explainWriteError, writeFileAtomically } from './write-file-atomically.js';
export {
  changeModelFolder,
  checkModelTarget,
  type ModelFiles,
  REPORT_FILE,
  TRAINING_FOLDER,
  writeModelFolder,
} from './write-model-folder.js';
