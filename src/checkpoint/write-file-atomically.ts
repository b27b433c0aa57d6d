/**
 * Files that appear whole or not at all: written beside their place under another name, synced, renamed, and the
 * folder synced (the order that SQLite's "Atomic Commit" and `man 2 fsync` ask for).
 */
import { randomBytes } from 'node:crypto';
import { promises as fs, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isSystemError, ReelsenseError } from '../errors/index.js';

/** Bytes handed to the system at once: large enough to be quick, small enough not to hold up the event loop. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** The ending of every unfinished file. Such files are never read, and their folder's next owner removes them. */
export const UNFINISHED = '.unfinished';

/**
 * Puts `content` at `path`, replacing a file there in one step. A pipe or device is written straight.
 * @throws ReelsenseError 'no-space' when the disk is full, 'file-not-found' when the folder is missing,
 *   'invalid-option' when `path` is a folder; whatever was at `path` then still stands, and nothing else is left.
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const target = await fs.realpath(path).catch(() => path); // a link keeps standing; its target is replaced
  const standing = await statIfThere(target);
  if (standing?.isDirectory()) {
    throw new ReelsenseError(
      'invalid-option',
      `Cannot write ${path}: it is a folder. Give the name of a file.`,
    );
  }
  if (standing !== undefined && !standing.isFile()) {
    return await fs.writeFile(target, bytes).catch((error: unknown) => {
      throw explainWriteError(error, path);
    });
  }
  const unfinished = unfinishedName(target);
  await writeSynced(unfinished, [bytes], path);
  await publish(unfinished, target);
}

/** A name of its own beside `path`, hidden, for the time of writing. */
export function unfinishedName(path: string): string {
  return join(
    dirname(path),
    `.${basename(path)}.${process.pid}-${randomBytes(4).toString('hex')}${UNFINISHED}`,
  );
}

/**
 * Writes a new file piece by piece, and syncs it. On failure the file is removed.
 * @param shownAs the path that messages name
 */
export async function writeSynced(path: string, pieces: Iterable<Uint8Array>, shownAs = path): Promise<void> {
  try {
    const handle = await fs.open(path, 'wx');
    try {
      for (const whole of pieces) {
        for (const piece of inPieces(whole)) await writeWhole(handle, piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    await fs.rm(path, { force: true });
    throw explainWriteError(error, shownAs);
  }
}

/** Renames a finished file into place for good; on failure the file is removed. */
export async function publish(unfinished: string, target: string): Promise<void> {
  try {
    await fs.rename(unfinished, target);
  } catch (error) {
    await fs.rm(unfinished, { force: true });
    throw explainWriteError(error, target);
  }
  await syncFolder(dirname(target));
}

/** Makes the names in a folder durable. Systems that cannot sync a folder (Windows) are let off. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const cannot = ['EINVAL', 'ENOTSUP'].some((code) => isSystemError(error, code));
    if (!cannot && process.platform !== 'win32') throw explainWriteError(error, folder);
  }
}

/** Cuts bytes into views of at most {@link PIECE_BYTES}; nothing is copied. */
export function* inPieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    yield bytes.subarray(start, start + PIECE_BYTES);
  }
}

/** The errors of writing that a user can mend, in words; any other error as it is. */
export function explainWriteError(error: unknown, path: string): unknown {
  if (isSystemError(error, 'ENOSPC') || isSystemError(error, 'EDQUOT')) {
    const message = `No space left on the disk to write ${path}: free some space and run the command again.`;
    return new ReelsenseError('no-space', message, { cause: error });
  }
  if (isSystemError(error, 'ENOTDIR')) {
    const message = `Cannot write ${path}: a file stands where a folder above it should be. Choose another place.`;
    return new ReelsenseError('invalid-option', message, { cause: error });
  }
  if (isSystemError(error, 'ENOENT')) {
    const message = `Cannot write ${path}: its folder does not exist. Create it first, or choose another place.`;
    return new ReelsenseError('file-not-found', message, { cause: error });
  }
  if (['EACCES', 'EPERM', 'EROFS'].some((code) => isSystemError(error, code))) {
    const message = `Cannot write ${path}: no permission to write there. Choose another place.`;
    return new ReelsenseError('invalid-option', message, { cause: error });
  }
  return error;
}

/** What stands at `path` (links not followed), or undefined when nothing does. */
export async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await fs.lstat(path);
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return undefined;
    throw explainWriteError(error, path);
  }
}

async function writeWhole(handle: fs.FileHandle, piece: Uint8Array): Promise<void> {
  let written = 0;
  while (written < piece.length) {
    written += (await handle.write(piece, written)).bytesWritten;
  }
}
