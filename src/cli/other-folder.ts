/** A model folder that another one is made from stays as it is, and so does a run. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkModelTarget, isModelFolder, TRAINING_FOLDER } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { Console } from './console.js';

/** @throws ReelsenseError 'invalid-option' when the result would go into the folder that it is made from */
export function refuseOwnFolder(out: string, folder: string): void {
  if (resolve(out) !== resolve(folder)) return;
  throw new ReelsenseError(
    'invalid-option',
    `--out is the model's own folder, ${folder}; give another one, so that the weights as they are do not get lost.`,
  );
}

/**
 * Looks at the folder that a model made from others goes into: before the work, not after. Tells of a model that it will take the place of.
 * @throws ReelsenseError 'invalid-option' naming what is in the way: a training's run, or something that is no model
 */
export async function checkMadeTarget(out: string, console: Console): Promise<void> {
  await checkModelTarget(out);
  if (!existsSync(join(out, TRAINING_FOLDER))) return noteReplaced(out, console);
  throw new ReelsenseError(
    'invalid-option',
    `${out} holds the run of a training, whose model would be lost; give another --out.`,
  );
}

/** Says so where a model stands in the folder that another one goes into. */
export async function noteReplaced(out: string, console: Console): Promise<void> {
  if (await isModelFolder(out)) console.note(`Note: the new model takes the place of the one in ${out}.`);
}
