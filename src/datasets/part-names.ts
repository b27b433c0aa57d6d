/** The parts of a data set, and what they are called in a split column. */

export type Part = 'train' | 'development' | 'test' | 'unlabelled';

/** Folders too. */
export const developmentNames = ['development', 'dev', 'validation', 'valid', 'val'] as const;

/** By names in lower case. */
export const partOfSplit: ReadonlyMap<string, Part> = new Map([
  ...['train', 'training'].map((name) => [name, 'train'] as const),
  ...developmentNames.map((name) => [name, 'development'] as const),
  ...['test', 'testing'].map((name) => [name, 'test'] as const),
  ...['unlabelled', 'unlabeled', 'unsupervised', 'unsup'].map((name) => [name, 'unlabelled'] as const),
]);
