/** Something that says how a review reads, measured: how often it is right, and how fast. */
import type { Example } from '../../src/datasets/index.js';

export interface Contender {
  readonly name: string;
  readonly kind: 'lstm' | 'linear' | 'words';
  /** Of the test reviews. */
  readonly accuracy: number;
  /** On one thread, without loading, the median of the rounds. */
  readonly reviewsPerSecond: number;
  /** Of what has to be kept on disk; null where it is a package's code. */
  readonly bytes: number | null;
}

/** What is measured, apart from loading it. */
export interface Runnable extends Pick<Contender, 'name' | 'kind' | 'bytes'> {
  /** Whether each text is positive, and the seconds that it took. */
  readonly classify: (texts: readonly string[]) => Promise<{ positive: readonly boolean[]; seconds: number }>;
  readonly release: () => Promise<void>;
}

export interface ComparisonData {
  readonly train: readonly Example[];
  readonly development: readonly Example[];
  readonly test: readonly Example[];
}

/** Runs `work` and says how long it took. */
export async function timed(work: () => Promise<boolean[]> | boolean[]) {
  const began = performance.now();
  const positive = await work();
  return { positive, seconds: (performance.now() - began) / 1000 };
}
