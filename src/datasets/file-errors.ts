/** Turns what the file system says into an error that tells the user what to do. */
import { isSystemError, ReelsenseError } from '../errors/index.js';

/**
 * The error to throw when `path` could not be read: 'file-not-found' for a path that is missing or closed to us;
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
  return error;
}
