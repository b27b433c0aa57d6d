/**
 * Reads the archive of the Large Movie Review Dataset (.tar.gz) in one pass, in memory; nothing is unpacked to
 * disk. Only regular files whose whole name is that of a review are read; counts and sizes are capped.
 */
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract, type Header } from 'tar-stream';
import { ReelsenseError } from '../errors/index.js';
import {
  type Dataset,
  type Example,
  MAXIMUM_TEXT_BYTES,
  type ReadOptions,
  type SkippedRow,
} from './dataset.js';
import { HashedFile, sha256OfFile } from './file-chunks.js';
import { imdbArchive, imdbCounts, imdbName, imdbReviewName, knownArchives } from './imdb.js';
import { ImdbFilms, imdbFilmListName, MAXIMUM_FILM_LIST_BYTES } from './imdb-films.js';

const MAXIMUM_ENTRIES = 200_000; // the public archive has about 100,030
const MAXIMUM_UNPACKED_BYTES = 1024 ** 3; // it unpacks to about 0.5 GiB

/** What stands in the archive in place of the reviews that we expect; the message says it in a few words. */
class UnexpectedContent extends Error {}

/**
 * The reviews of the archive at `path`: labels 'negative' and 'positive', ids like 'train/neg/0_3.txt', films as groups.
 *
 * @param counts how many reviews each folder must hold.
 * @throws ReelsenseError 'file-not-found'; 'damaged-data' when it cannot be unpacked or is not whole.
 */
export async function readArchive(
  path: string,
  options: ReadOptions = {},
  counts: Readonly<Record<string, number>> = imdbCounts,
): Promise<Dataset> {
  const remedy = 'run `reelsense data imdb` to download the archive, or give the path of your own data';
  const file = new HashedFile(path, { ...options, remedy });
  const reviews = new ReviewCollector();
  try {
    await pipeline(
      file.chunks(),
      createGunzip({ chunkSize: 256 * 1024 }),
      (chunks: AsyncIterable<Buffer>) => reviews.take(chunks),
      { signal: options.signal },
    );
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof ReelsenseError) throw error;
    const found = await sha256OfFile(path, { remedy, signal: options.signal });
    throw damaged(path, error instanceof Error ? error.message : String(error), found, error);
  }
  const { sha256 } = file;
  if (reviews.counts.size === 0) {
    throw new ReelsenseError(
      'damaged-data',
      `"${path}" holds none of the reviews of the IMDB archive, the only .tar.gz file that is read: unpack it, and give the folder or table in it.`,
    );
  }
  for (const [folder, expected] of Object.entries(counts)) {
    const found = reviews.counts.get(folder) ?? 0;
    if (found !== expected) {
      throw damaged(
        path,
        `${folder} holds ${found.toLocaleString('en')} reviews, not ${expected.toLocaleString('en')}`,
        sha256,
      );
    }
  }
  return {
    name: imdbName,
    path,
    format: 'archive',
    sha256,
    labels: ['negative', 'positive'],
    train: reviews.films.grouped(reviews.train),
    test: reviews.films.grouped(reviews.test),
    unlabelled: reviews.films.grouped(reviews.unlabelled),
    skipped: reviews.skipped,
  };
}

/** Takes the reviews out of the entries of a tar stream. */
class ReviewCollector {
  readonly train: Example[] = [];
  readonly test: Example[] = [];
  readonly unlabelled: Example[] = [];
  readonly skipped: SkippedRow[] = [];
  readonly films = new ImdbFilms();
  readonly counts = new Map<string, number>();
  private readonly ids = new Set<string>();
  private entries = 0;

  /**
   * Reads the whole tar stream. (Written to by hand: Node's `pipeline` does not catch the errors of tar-stream,
   * which is built on another library of streams.)
   */
  async take(chunks: AsyncIterable<Buffer>): Promise<void> {
    const tar = extract();
    const finished = new Promise<void>((resolve, reject) => {
      tar.on('finish', resolve);
      tar.on('error', reject);
    });
    finished.catch(() => {}); // it may fail while nobody waits for it; whoever waits later is told
    this.listen(tar);
    let unpacked = 0;
    try {
      for await (const chunk of chunks) {
        unpacked += chunk.byteLength;
        if (unpacked > MAXIMUM_UNPACKED_BYTES) throw new UnexpectedContent('it unpacks to more than 1 GiB');
        if (!tar.write(chunk)) {
          await Promise.race([finished, new Promise<void>((resolve) => tar.once('drain', () => resolve()))]);
        }
      }
      tar.end(null);
      await finished;
    } finally {
      tar.destroy();
    }
  }

  private listen(tar: Extract): void {
    tar.on('entry', (header, stream, next) => {
      const problem = this.check(header);
      if (problem !== undefined) {
        stream.on('error', () => {}); // it fails with the whole, which is told once
        tar.destroy(new UnexpectedContent(problem));
        return;
      }
      const isFile = header.type === 'file';
      const review = isFile ? imdbReviewName.exec(header.name) : null;
      const list = isFile ? imdbFilmListName.exec(header.name) : null;
      if (review === null && list === null) {
        stream.on('end', next);
        stream.resume();
        return;
      }
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => {
        chunks.push(chunk as Buffer);
      });
      stream.on('end', () => {
        const content = Buffer.concat(chunks).toString('utf8');
        if (list !== null) this.films.addList(`${list[1]}/${list[2]}`, content);
        else this.add(review?.[1] ?? '', review?.[2] ?? '', content);
        next();
      });
    });
  }

  private check(header: Header): string | undefined {
    this.entries++;
    if (this.entries > MAXIMUM_ENTRIES) return `it has more than ${MAXIMUM_ENTRIES} entries`;
    if (header.type !== 'file') return undefined;
    if (imdbFilmListName.test(header.name) && (header.size ?? 0) > MAXIMUM_FILM_LIST_BYTES) {
      return `${header.name} has more than ${MAXIMUM_FILM_LIST_BYTES} bytes`;
    }
    const id = imdbReviewName.exec(header.name)?.[1];
    if (id === undefined) return undefined;
    if (this.ids.has(id)) return `${id} stands in it twice`;
    if ((header.size ?? 0) > MAXIMUM_TEXT_BYTES) return `${id} has more than ${MAXIMUM_TEXT_BYTES} bytes`;
    return undefined;
  }

  private add(id: string, folder: string, text: string): void {
    this.ids.add(id);
    this.counts.set(folder, (this.counts.get(folder) ?? 0) + 1);
    if (text.trim() === '') {
      this.skipped.push({ row: this.ids.size, reason: `${id} is empty` });
      return;
    }
    const [part, kind] = folder.split('/');
    const label = kind === 'pos' ? 1 : kind === 'neg' ? 0 : -1;
    const list = label === -1 ? this.unlabelled : part === 'train' ? this.train : this.test;
    list.push({ id, text, label });
  }
}

function damaged(path: string, why: string, found: string, cause?: unknown): ReelsenseError {
  const { url, bytes, sha256 } = imdbArchive();
  const known = knownArchives.has(found) ? ' (a hash that is known: this is a fault of ours)' : '';
  return new ReelsenseError(
    'damaged-data',
    `"${path}" is not the whole IMDB archive (${why}): its SHA-256 is ${found}${known}, that of the public archive ` +
      `(${bytes.toLocaleString('en')} bytes) is ${sha256}; delete it and run \`reelsense data imdb\`, or download ${url}.`,
    { cause },
  );
}
