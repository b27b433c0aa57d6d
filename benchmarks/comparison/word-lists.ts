/** Packages that add up the words of a list, in a process of their own, where they are installed. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.js';
import type { Contender } from './contender.js';

const folder = join(root, 'benchmarks', 'reference', 'word-lists');

/** How to install them. */
export const installation = 'npm ci --ignore-scripts --prefix benchmarks/reference/word-lists';

/** A score above 0 counts as positive. Undefined where they are not installed. */
export function wordLists(texts: readonly string[], truth: readonly boolean[]): Contender[] | undefined {
  if (!existsSync(join(folder, 'node_modules'))) return undefined;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scores.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    input: JSON.stringify(texts),
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`The word lists failed: ${stderr.trim().slice(-300)}`);
  const results = JSON.parse(stdout) as { name: string; scores: number[]; seconds: number }[];
  return results.map(({ name, scores, seconds }) => ({
    name,
    kind: 'words',
    accuracy: scores.filter((score, i) => score > 0 === truth[i]).length / texts.length,
    reviewsPerSecond: texts.length / seconds,
    bytes: null,
  }));
}
