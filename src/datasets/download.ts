/** Downloads the public IMDB archive: to a temporary file beside its place, checked, then renamed. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError, ReelsenseError } from '../errors/index.js';
import { fetchBytes } from './fetch-bytes.js';
import { sha256OfFile } from './file-chunks.js';
import { type ImdbArchive, imdbArchive, knownArchives } from './imdb.js';

/** A temporary file that was not written to for so long belongs to a download that was killed. */
const STALE_MILLISECONDS = 60 * 60 * 1000;

export interface DownloadOptions {
  /** Called with the bytes received so far and in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What to download; the public archive by default. */
  readonly archive?: ImdbArchive | undefined;
  /** Give up when nothing arrives for so long; 60,000 by default. */
  readonly idleMilliseconds?: number | undefined;
}

/**
 * Puts the archive into `folder` (made if need be) and returns its path. An archive that is already there and whole
 * is kept; a damaged one is replaced when the new one has been checked. Whatever goes wrong, nothing half-written
 * stays.
 *
 * @throws ReelsenseError 'network', 'damaged-data' (not the size or SHA-256 that it should have), 'no-space'; the
 *   reason of the abort signal.
 */
export async function downloadImdb(folder: string, options: DownloadOptions = {}): Promise<string> {
  const { signal, archive = imdbArchive() } = options;
  const target = join(folder, archive.fileName);
  let made: string | undefined;
  try {
    signal?.throwIfAborted();
    made = await mkdir(folder, { recursive: true });
    if (await isWhole(target, archive, signal)) return target;
    await removeStale(folder, archive.fileName);
    await checkSpace(folder, archive);
    const temporary = join(folder, `.${archive.fileName}.${randomBytes(4).toString('hex')}.part`);
    try {
      await receive(temporary, archive, options);
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
    return target;
  } catch (error) {
    if (made !== undefined) await rmdir(folder).catch(() => undefined); // ours, and empty
    signal?.throwIfAborted();
    throw fileError(error, folder, archive);
  }
}

async function receive(temporary: string, archive: ImdbArchive, options: DownloadOptions): Promise<void> {
  const { signal, onProgress, idleMilliseconds = 60_000 } = options;
  const hash = createHash('sha256');
  let done = 0;
  const file = await open(temporary, 'wx');
  try {
    for await (const chunk of fetchBytes(archive.url, { signal, idleMilliseconds })) {
      done += chunk.byteLength;
      if (done > archive.bytes) throw wrongContent(archive, `more than ${bytesText(archive.bytes)} came`);
      hash.update(chunk);
      await file.writeFile(chunk);
      onProgress?.(done, archive.bytes);
    }
    if (done !== archive.bytes)
      throw networkError(archive, `it ended after ${bytesText(done)} of ${bytesText(archive.bytes)}`);
    const found = hash.digest('hex');
    if (found !== archive.sha256) throw wrongContent(archive, `the SHA-256 of what came is ${found}`);
    await file.sync();
  } catch (error) {
    if (error instanceof ReelsenseError || isFileError(error)) throw error;
    signal?.throwIfAborted();
    throw networkError(archive, error instanceof Error ? error.message : String(error), error);
  } finally {
    await file.close();
  }
}

async function isWhole(
  target: string,
  archive: ImdbArchive,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const found = await stat(target).catch(() => undefined);
  if (!found?.isFile()) return false;
  const sha256 = await sha256OfFile(target, { signal, remedy: 'check the path' });
  return sha256 === archive.sha256 || knownArchives.has(sha256);
}

async function removeStale(folder: string, fileName: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(`.${fileName}.`) || !name.endsWith('.part')) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > STALE_MILLISECONDS)
      await rm(path, { force: true });
  }
}

async function checkSpace(folder: string, archive: ImdbArchive): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < archive.bytes) throw noSpace(folder, archive, `${bytesText(free)} are free`);
}

/** True for what the file system says, which is not a matter of the network. */
function isFileError(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS'].some((code) => isSystemError(error, code));
}

function fileError(error: unknown, folder: string, archive: ImdbArchive): unknown {
  if (isSystemError(error, 'ENOSPC') || isSystemError(error, 'EDQUOT')) {
    return noSpace(folder, archive, 'the disk is full', error);
  }
  for (const code of ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST']) {
    if (isSystemError(error, code)) {
      return new ReelsenseError(
        'invalid-option',
        `The archive cannot be put into "${folder}" (${code}): name a folder that this user may write to.`,
        { cause: error },
      );
    }
  }
  return error;
}

function noSpace(folder: string, archive: ImdbArchive, why: string, cause?: unknown): ReelsenseError {
  return new ReelsenseError(
    'no-space',
    `There is no space for the archive (${bytesText(archive.bytes)}) in "${folder}": ${why}; make room or name another folder.`,
    { cause },
  );
}

function networkError(archive: ImdbArchive, why: string, cause?: unknown): ReelsenseError {
  return new ReelsenseError('network', `The archive could not be downloaded (${why}): ${byHand(archive)}.`, {
    cause,
  });
}

function wrongContent(archive: ImdbArchive, why: string): ReelsenseError {
  return new ReelsenseError(
    'damaged-data',
    `What ${archive.url} gave is not the archive (${why}): ${byHand(archive)}.`,
  );
}

function byHand({ url, fileName, bytes, sha256 }: ImdbArchive): string {
  return (
    `try again later, or download ${url} on another machine, check that \`sha256sum ${fileName}\` says ${sha256} ` +
    `(${bytesText(bytes)}), and give its path as the data`
  );
}

function bytesText(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`;
}
