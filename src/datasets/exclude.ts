/** Reads a list of ids of reviews to leave out, one a line. */
import { readFile } from 'node:fs/promises';
import { readError } from './file-errors.js';

/**
 * The ids in the file at `path`, one a line; blank lines do not count. An id is written as in `Example.id`
 * ('train/neg/0_3.txt', 'row-12').
 *
 * @throws ReelsenseError 'file-not-found'.
 */
export async function readExcludeList(path: string): Promise<Set<string>> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    throw readError(error, path, 'give the path of a text file with one review id on each line');
  });
  const lines = content.replace(/^\uFEFF/, '').split('\n');
  return new Set(lines.map((line) => line.trim()).filter((line) => line !== ''));
}
