/** Labelled text from an archive, a folder, CSV, TSV or JSON Lines; the split; batches of similar length. */
export { type BucketOptions, lengthBuckets } from './buckets.js';
export {
  type Dataset,
  type DatasetFormat,
  type Example,
  MAXIMUM_TEXT_BYTES,
  type ReadOptions,
  type SkippedRow,
} from './dataset.js';
export { type DownloadOptions, downloadImdb } from './download.js';
export { readExcludeList } from './exclude.js';
export { readError } from './file-errors.js';
export { dataIdentity, type ImdbArchive, imdbArchive } from './imdb.js';
export { MAXIMUM_LABEL_LENGTH, MAXIMUM_LABELS } from './labels.js';
export { readDataset } from './read.js';
export { groupsOf, type SplitUnit, splitUnits } from './set-aside.js';
export { type Split, type SplitCounts, type SplitOptions, splitDataset } from './split.js';
export { type StreamOptions, streamTexts, type TextEntry } from './stream.js';
