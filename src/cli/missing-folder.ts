/** Whether a result can be written, asked before minutes of work and not after. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { ReelsenseError } from '../errors/index.js';

/** @param what goes there: 'The report'  @throws ReelsenseError 'file-not-found' when the folder of `file` does not exist */
export function refuseMissingFolder(file: string, what: string): void {
  if (existsSync(dirname(file))) return;
  throw new ReelsenseError(
    'file-not-found',
    `${what} cannot go to ${file}: its folder does not exist. Create it first, or choose another place.`,
  );
}
