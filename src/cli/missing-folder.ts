/** Whether a result can be written, asked before minutes of work and not after. */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { explainWriteError } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';

function refuseFolder(file: string, what: string): void {
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

/**
 * For a command that makes the folders which are missing.
 * @param what goes there: 'The report'
 * @throws ReelsenseError 'invalid-option' when `file` is a folder, stands under a file, or may not be written
 */
export function refuseUnwritable(file: string, what: string): void {
  refuseFolder(file, what);
  const place = existsSync(file) ? writtenPlace(file) : nearestAbove(file);
  if (!existsSync(file) && !statSync(place).isDirectory()) {
    throw new ReelsenseError(
      'invalid-option',
      `${what} cannot go to ${file}: ${place} is a file, not a folder. Choose another place.`,
    );
  }
  try {
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw explainWriteError(error, file);
  }
}

/** The folder where another file takes the place of `file`; a pipe or device itself. */
function writtenPlace(file: string): string {
  return statSync(file).isFile() ? dirname(realpathSync(file)) : file;
}

/** What stands nearest above a path of which parts may be missing. */
function nearestAbove(path: string): string {
  const above = dirname(path);
  return existsSync(above) || above === path ? above : nearestAbove(above);
}

/** @throws ReelsenseError 'file-not-found' when the folder of `file` does not exist, or as {@link refuseUnwritable} */
export function refuseMissingFolder(file: string, what: string): void {
  if (!existsSync(dirname(file))) {
    throw new ReelsenseError(
      'file-not-found',
      `${what} cannot go to ${file}: its folder does not exist. Create it first, or choose another place.`,
    );
  }
  refuseUnwritable(file, what);
}
