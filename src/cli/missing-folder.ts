/** Whether a result can be written, asked before minutes of work and not after. */
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { ReelsenseError } from '../errors/index.js';

/** @param what goes there: 'The report'  @throws ReelsenseError 'invalid-option' when `file` is a folder */
export function refuseFolder(file: string, what: string): void {
  if (!existsSync(file) || !statSync(file).isDirectory()) return;
  throw new ReelsenseError(
    'invalid-option',
    `${what} cannot go to ${file}, which is a folder; name a file in it.`,
  );
}

/** @throws ReelsenseError 'file-not-found' when the folder of `file` does not exist, or as {@link refuseFolder} */
export function refuseMissingFolder(file: string, what: string): void {
  refuseFolder(file, what);
  if (existsSync(dirname(file))) return;
  throw new ReelsenseError(
    'file-not-found',
    `${what} cannot go to ${file}: its folder does not exist. Create it first, or choose another place.`,
  );
}
