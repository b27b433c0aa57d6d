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

/**
 * @param inputs what the command reads; undefined for what is not given
 * @throws ReelsenseError 'invalid-option' when `file` is one of them, which would be lost
 */
export function refuseInput(file: string, what: string, inputs: readonly (string | undefined)[]): void {
  if (!inputs.some((input) => input !== undefined && isSameFile(input, file))) return;
  throw new ReelsenseError(
    'invalid-option',
    `${what} cannot go to ${file}, which this command reads and which would be lost; name another file.`,
  );
}

function isSameFile(first: string, second: string): boolean {
  if (!existsSync(first) || !existsSync(second)) return false;
  const [one, other] = [statSync(first), statSync(second)];
  return one.dev === other.dev && one.ino === other.ino;
}

/** @throws ReelsenseError 'file-not-found' when the folder of `file` does not exist, or as {@link refuseFolder} */
export function refuseMissingFolder(file: string, what: string): void {
  refuseFolder(file, what);
  const folder = dirname(file);
  if (existsSync(folder)) {
    if (statSync(folder).isDirectory()) return;
    throw new ReelsenseError(
      'invalid-option',
      `${what} cannot go to ${file}: ${folder} is a file, not a folder. Choose another place.`,
    );
  }
  throw new ReelsenseError(
    'file-not-found',
    `${what} cannot go to ${file}: its folder does not exist. Create it first, or choose another place.`,
  );
}
