/** Opens labelled text of any known format. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ReelsenseError, refuseUnknown } from '../errors/index.js';
import { formatOfTable } from '../tables/index.js';
import { readArchive } from './archive.js';
import type { Dataset, ReadOptions } from './dataset.js';
import { readError } from './file-errors.js';
import { readFolder } from './folder.js';
import { imdbArchive } from './imdb.js';
import { readTable } from './table.js';

const optionNames: readonly (keyof ReadOptions)[] = [
  'textColumn',
  'labelColumn',
  'splitColumn',
  'groupColumn',
  'skipBadRows',
  'onProgress',
  'signal',
];

/**
 * The labelled texts at `path`: the IMDB archive (.tar.gz), a folder (`train/<label>/*.txt`; or one that holds the
 * archive or its unpacked folder), or a table (.csv, .tsv, .jsonl).
 *
 * @throws ReelsenseError 'file-not-found', 'damaged-data' (with the row and what to do), 'missing-column',
 *   'too-few-labels', 'empty-text', 'invalid-option' for an unknown kind of file or option.
 */
export async function readDataset(path: string, options: ReadOptions = {}): Promise<Dataset> {
  refuseUnknown('option', options, optionNames);
  const found = await stat(path).catch((error: unknown) => {
    throw readError(error, path, 'check the path, or run `reelsense data imdb` to download the IMDB archive');
  });
  if (found.isDirectory()) {
    const archive = join(path, imdbArchive().fileName);
    const inside = await Promise.all([archive, join(path, 'train'), join(path, 'aclImdb')].map(exists));
    return inside[0] && !inside[1] && !inside[2] ? readArchive(archive, options) : readFolder(path, options);
  }
  if (/\.(?:tar\.gz|tgz)$/i.test(path)) return readArchive(path, options);
  const format = formatOfTable(path);
  if (format !== undefined) return readTable(path, format, options);
  throw new ReelsenseError(
    'invalid-option',
    `The kind of file of "${path}" is not known by its name: give a .csv, .tsv or .jsonl file, the IMDB archive ` +
      '(.tar.gz), or a folder of reviews.',
  );
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
