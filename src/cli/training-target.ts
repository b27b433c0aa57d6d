/** The folder that `train` writes into: looked at before anything long starts, tidied when nothing came of it. */
import { existsSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkModelTarget, readNewestCheckpoint, TRAINING_FOLDER } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { Console } from './console.js';

export interface TrainingTarget {
  /** To be called when training failed: a run of which there is nothing to go on with leaves nothing behind. */
  tidy(error: unknown): Promise<void>;
}

/**
 * @throws ReelsenseError 'invalid-option' when an earlier run or something else stands there, 'file-not-found' when there is no
 *   run to go on with, 'damaged-checkpoint'
 */
export async function prepareTarget(
  folder: string,
  resume: boolean,
  console: Console,
): Promise<TrainingTarget> {
  await checkModelTarget(folder);
  const checkpoints = join(folder, TRAINING_FOLDER);
  const isNew = !existsSync(checkpoints);
  const newest = await readNewestCheckpoint(checkpoints);
  if (!resume && newest !== undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `${checkpoints} holds the checkpoints of an earlier run; give --resume to go on with it, or another --out.`,
    );
  }
  if (resume && isNew) {
    throw new ReelsenseError(
      'file-not-found',
      `There is no run to go on with in ${folder}: check --out, or leave --resume out to begin one.`,
    );
  }
  if (resume && newest === undefined) {
    console.note(`Note: the run in ${folder} was stopped before its first checkpoint; it begins again.`);
  }
  return {
    async tidy(error) {
      const isTaken = error instanceof ReelsenseError && error.code === 'folder-in-use';
      if (!isNew || isTaken || (await readNewestCheckpoint(checkpoints).catch(() => null)) !== undefined)
        return;
      await rm(checkpoints, { recursive: true, force: true });
      await rmdir(folder).catch(() => undefined); // not empty: a model stands there
    },
  };
}
