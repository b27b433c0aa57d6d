/** Turns what the file system says into an error that tells the user what to do. */
import { isSystemError, ReelsenseError } from '../errors/index.js';

/** Characters of a path that is too long to be one, most likely a text, that a message shows. */
const SHOWN_CHARACTERS = 40;

/**
 * The error to throw when `path` could not be read: 'file-not-found' for a path that is missing, closed to us or too long;
 * any other error is given back as it came.
 */
export function readError(error: unknown, path: string, remedy: string): unknown {
  if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) {
    return new ReelsenseError('file-not-found', `There is no file or folder "${path}": ${remedy}.`, {
      cause: error,
    });
  }
  if (isSystemError(error, 'EACCES') || isSystemError(error, 'EPERM')) {
    return new ReelsenseError('file-not-found', `"${path}" may not be read by this user: ${remedy}.`, {
      cause: error,
    });
  }
  if (isSystemError(error, 'EISDIR')) {
    return new ReelsenseError('file-not-found', `"${path}" is a folder, not a file: ${remedy}.`, {
      cause: error,
    });
  }
  if (isSystemError(error, 'ENAMETOOLONG')) {
    return new ReelsenseError(
      'file-not-found',
      `"${path.slice(0, SHOWN_CHARACTERS)}…" is too long for the name of a file: ${remedy}.`,
      { cause: error },
    );
  }
  return error;
}
