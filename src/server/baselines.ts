/** models/baselines.json: what other methods reach on the test reviews that the bundled model was measured on. */
import { readFile } from 'node:fs/promises';
import { isSystemError } from '../errors/index.js';
import { recordedTest } from '../evaluation/index.js';

export interface Baseline {
  readonly name: string;
  readonly accuracy: number;
  readonly outsideData: 'none' | 'yes' | 'lexicon';
  readonly source: 'measured' | 'published';
  readonly note?: string;
}

/** The same from `src` and from `dist`. */
const file = new URL('../../models/baselines.json', import.meta.url);

/** None for a model whose figure is of other test reviews, or that has none. @param metrics metrics.json of the model */
export async function baselinesFor(metrics: unknown): Promise<readonly Baseline[]> {
  try {
    const { data, baselines } = JSON.parse(await readFile(file, 'utf8')) as {
      readonly data: string;
      readonly baselines: readonly Baseline[];
    };
    return recordedTest(metrics)?.dataName === data ? baselines : [];
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
}
