/**
 * Reads a data set from a folder of text files, one review each: `train/<label>/*.txt`, `test/<label>/*.txt`, and
 * `train/unsup/*.txt` for reviews without a label (the layout of the unpacked IMDB archive); the development part from
 * `development` or `validation` beside them, where there is one. Where its lists of films
 * (`train/urls_pos.txt`) are there too, reviews have their films as groups.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isSystemError, ReelsenseError } from '../errors/index.js';
import { decodeText } from '../tables/index.js';
import {
  type Dataset,
  type Example,
  MAXIMUM_TEXT_BYTES,
  type ReadOptions,
  type SkippedRow,
} from './dataset.js';
import { readError } from './file-errors.js';
import { ImdbFilms, MAXIMUM_FILM_LIST_BYTES } from './imdb-films.js';
import { compareCodeUnits, orderLabels, requireLabels } from './labels.js';
import { developmentNames, type Part } from './part-names.js';

/** Files that are read at the same time. */
const CONCURRENCY = 64;

/** Folder under `train` whose reviews have no label. */
const UNLABELLED_FOLDER = 'unsup';

/** What the labels of the IMDB folders are called. */
const labelOfFolder = new Map([
  ['neg', 'negative'],
  ['pos', 'positive'],
]);

/** Folder -> the part that its reviews are of. */
const partOfFolder: readonly (readonly [folder: string, part: Part])[] = [
  ['train', 'train'],
  ...developmentNames.map((folder) => [folder, 'development'] as const),
  ['test', 'test'],
];

interface Found {
  id: string;
  part: Part;
  label: string | undefined;
}

/**
 * The reviews in the folder at `path`, in the order of their ids ('train/neg/0_3.txt'). Links, hidden files and
 * anything but .txt are passed over.
 *
 * @throws ReelsenseError 'file-not-found' when there is no folder of a part in it; 'damaged-data' with the
 *   file; 'empty-text'; 'too-few-labels'.
 */
export async function readFolder(path: string, options: ReadOptions): Promise<Dataset> {
  const { root, found } = await findFiles(path);
  const films = await readFilms(root);
  const name = JSON.stringify(basename(resolve(path)));
  const labels = orderLabels(found.flatMap(({ label }) => (label === undefined ? [] : [label])));
  requireLabels(labels, name);
  const hash = createHash('sha256');
  const skipped: SkippedRow[] = [];
  const parts: Record<Part, Example[]> = { train: [], development: [], test: [], unlabelled: [] };
  for (let start = 0; start < found.length; start += CONCURRENCY) {
    options.signal?.throwIfAborted();
    const batch = found.slice(start, start + CONCURRENCY);
    const contents = await Promise.all(batch.map(({ id }) => readReview(join(root, id))));
    for (const [offset, { id, part, label }] of batch.entries()) {
      const { text, problem } = contents[offset] ?? { text: '', problem: undefined };
      if (problem !== undefined && !options.skipBadRows) {
        throw new ReelsenseError(
          'damaged-data',
          `"${join(root, id)}" ${problem}; mend it, or leave out such files with skipBadRows (--skip-bad-rows).`,
        );
      }
      if (problem !== undefined || text.trim() === '') {
        skipped.push({ row: start + offset + 1, reason: `${id} ${problem ?? 'is empty'}` });
        continue;
      }
      const index = label === undefined ? -1 : labels.indexOf(label);
      hash.update(JSON.stringify([id, index, text]));
      parts[part].push({ id, text, label: index });
    }
    options.onProgress?.(Math.min(start + CONCURRENCY, found.length), found.length);
  }
  const { train, development, test, unlabelled } = parts;
  if (train.length + development.length + test.length === 0) {
    throw new ReelsenseError('empty-text', `Every labelled review in ${name} is empty or was left out.`);
  }
  return {
    name: basename(resolve(path)),
    path,
    format: 'folder',
    sha256: hash.digest('hex'),
    labels,
    skipped,
    train: films.grouped(train),
    ...(development.length === 0 ? {} : { development }),
    test: films.grouped(test),
    unlabelled: films.grouped(unlabelled),
  };
}

async function readFilms(root: string): Promise<ImdbFilms> {
  const films = new ImdbFilms();
  for (const part of ['train', 'test']) {
    for (const folder of ['neg', 'pos', UNLABELLED_FOLDER]) {
      const path = join(root, part, `urls_${folder}.txt`);
      const found = await stat(path).catch(() => undefined);
      if (!found?.isFile()) continue;
      if (found.size > MAXIMUM_FILM_LIST_BYTES) {
        throw new ReelsenseError(
          'damaged-data',
          `${path} has more than ${MAXIMUM_FILM_LIST_BYTES} bytes, so it is not the list of films of these reviews; replace or remove it.`,
        );
      }
      films.addList(`${part}/${folder}`, await readFile(path, 'utf8'));
    }
  }
  return films;
}

async function findFiles(path: string): Promise<{ root: string; found: Found[] }> {
  const inside = await stat(join(path, 'aclImdb')).catch(() => undefined);
  const root = inside?.isDirectory() ? join(path, 'aclImdb') : path;
  const found: Found[] = [];
  for (const [partFolder, part] of partOfFolder) {
    for (const folder of await visibleFolders(join(root, partFolder))) {
      const unlabelled = folder === UNLABELLED_FOLDER;
      if (unlabelled && part !== 'train') continue;
      const labelFolder = join(root, partFolder, folder);
      const files = await readdir(labelFolder, { withFileTypes: true }).catch((error: unknown) => {
        throw readError(error, labelFolder, 'check the folder');
      });
      for (const file of files) {
        if (!file.isFile() || !/\.txt$/i.test(file.name) || file.name.startsWith('.')) continue;
        found.push({
          id: `${partFolder}/${folder}/${file.name}`,
          part: unlabelled ? 'unlabelled' : part,
          label: unlabelled ? undefined : (labelOfFolder.get(folder) ?? folder),
        });
      }
    }
  }
  if (found.length === 0) {
    throw new ReelsenseError(
      'file-not-found',
      `The folder "${path}" holds no reviews: it should have one .txt file a review in train/<label>/ and ` +
        'test/<label>/, like the unpacked IMDB archive; or give the path of an archive, a CSV, TSV or JSON Lines file.',
    );
  }
  return { root, found: found.sort((a, b) => compareCodeUnits(a.id, b.id)) };
}

async function visibleFolders(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return [];
    throw readError(error, path, 'check the folder');
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}

async function readReview(path: string): Promise<{ text: string; problem: string | undefined }> {
  try {
    const { size } = await stat(path);
    if (size > MAXIMUM_TEXT_BYTES) {
      return { text: '', problem: `has more than ${MAXIMUM_TEXT_BYTES.toLocaleString('en')} bytes` };
    }
    const { text, replaced } = decodeText(await readFile(path));
    if (replaced > 0) return { text, problem: 'has bytes that are not UTF-8' };
    return { text, problem: text.includes('\0') ? 'has a NUL character' : undefined };
  } catch (error) {
    throw readError(error, path, 'check the folder');
  }
}
