/** A folder that is no model: made when it is missing, its names read when it is there. */
import { promises as fs } from 'node:fs';
import { isSystemError, ReelsenseError } from '../errors/index.js';
import { explainWriteError } from './write-file-atomically.js';

/** Makes `folder` and those above it. @throws ReelsenseError 'no-space', 'invalid-option' (no permission, or a file stands there) */
export async function makeFolder(folder: string): Promise<void> {
  await fs.mkdir(folder, { recursive: true }).catch((error: unknown) => {
    if (!isSystemError(error, 'EEXIST')) throw explainWriteError(error, folder);
    const message = `Cannot make the folder ${folder}: a file stands there. Choose another place.`;
    throw new ReelsenseError('invalid-option', message, { cause: error });
  });
}

/** The names in `folder`; none when it is missing. @throws ReelsenseError when it is no folder */
export async function listFolder(folder: string): Promise<string[]> {
  try {
    return await fs.readdir(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw explainWriteError(error, folder);
  }
}
