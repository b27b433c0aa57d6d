/** The types that every reader of labelled text fills and everything above reads. */

/** One text with its label. */
export interface Example {
  /** Where it comes from: 'train/neg/0_3.txt' in an archive or folder, 'row-1' or an id column in a table. */
  readonly id: string;
  readonly text: string;
  /** Index into {@link Dataset.labels}; -1 where there is no label. */
  readonly label: number;
  /** What it shares with others that must not stand on both sides of a split: the film, the product, the author. */
  readonly group?: string;
}

export type DatasetFormat = 'archive' | 'folder' | 'csv' | 'tsv' | 'jsonl';

/** A row (or file) that was left out, and why. */
export interface SkippedRow {
  /** Number of the row of data, from 1, the header not counted; for a folder the number of the file in order of ids. */
  readonly row: number;
  readonly reason: string;
}

export interface Dataset {
  readonly name: string;
  readonly path: string;
  readonly format: DatasetFormat;
  /** SHA-256 of the file; of the sorted ids, labels and texts for a folder. */
  readonly sha256: string;
  /** In order; with two labels whose meaning is known the positive one is the second. */
  readonly labels: readonly string[];
  readonly train: readonly Example[];
  /** The development part where the data names one itself; without it {@link splitDataset} sets reviews of `train` aside. */
  readonly development?: readonly Example[];
  readonly test: readonly Example[];
  readonly unlabelled: readonly Example[];
  readonly skipped: readonly SkippedRow[];
}

export interface ReadOptions {
  /** Column of the text; by default one of the usual names is looked for. */
  readonly textColumn?: string | undefined;
  /** Column of the label; by default one of the usual names is looked for. */
  readonly labelColumn?: string | undefined;
  /** Column that says 'train', 'development', 'test' or 'unlabelled'; by default a column with a usual name, if there is one. */
  readonly splitColumn?: string | undefined;
  /** Column of what texts share (film, product, author), so that a split keeps them together; by default 'group', if there is one. */
  readonly groupColumn?: string | undefined;
  /** Leave out and list rows that cannot be read, rather than throw at the first one. */
  readonly skipBadRows?: boolean | undefined;
  /** Called with the bytes (folder: files) read so far and in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A single text may have this many bytes of UTF-8; the longest review of the IMDB data set has under 16 KiB. */
export const MAXIMUM_TEXT_BYTES = 1024 * 1024;
