/** The version of the package that this file belongs to. */
import { readFile } from 'node:fs/promises';
import { isSystemError } from '../errors/index.js';

/** The same from `src` and from `dist`; '0.0.0' where the sources were built elsewhere. */
const file = new URL('../../package.json', import.meta.url);

export async function packageVersion(): Promise<string> {
  try {
    return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return '0.0.0';
    throw error;
  }
}
