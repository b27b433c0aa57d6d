/** A model folder that another one is made from stays as it is. */
import { resolve } from 'node:path';
import { ReelsenseError } from '../errors/index.js';

/** @throws ReelsenseError 'invalid-option' when the result would go into the folder that it is made from */
export function refuseOwnFolder(out: string, folder: string): void {
  if (resolve(out) !== resolve(folder)) return;
  throw new ReelsenseError(
    'invalid-option',
    `--out is the model's own folder, ${folder}; give another one, so that the weights as they are do not get lost.`,
  );
}
