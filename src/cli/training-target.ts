/** The folder that `train` or `pretrain` writes into: looked at before anything long starts, tidied when nothing came of it. */
import { existsSync, statSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkModelTarget,
  isModelFolder,
  RUN_LOG_FILE,
  readNewestCheckpoint,
  TRAINING_FOLDER,
} from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { Console } from './console.js';
import { noteReplaced } from './other-folder.js';

/** What the teachers of a run said, inside its training folder: it takes minutes, and the next run asks the same. */
const ANSWERS = 'soft-labels';

/** Where `train` keeps what its teachers say, unless it is told. */
export function answersFolder(out: string): string {
  return join(out, TRAINING_FOLDER, ANSWERS);
}

export interface TrainingTarget {
  /** To be called when training failed: a run of which there is nothing to go on with leaves nothing behind but its teachers' answers. */
  tidy(error: unknown): Promise<void>;
}

/**
 * A model folder, with the run in its `training/`.
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
  const { isNew, isEmpty } = await lookAt(folder, checkpoints, checkpoints, resume, console);
  if (isNew) await noteReplaced(folder, console);
  return {
    async tidy(error) {
      if (!isNew || isTaken(error) || !(await isEmpty())) return;
      for (const name of await readdir(checkpoints).catch(() => [])) {
        if (name !== ANSWERS) await rm(join(checkpoints, name), { recursive: true, force: true });
      }
      for (const path of [checkpoints, folder]) await rmdir(path).catch(() => undefined); // not empty: answers, or a model
    },
  };
}

/** A folder of checkpoints, as `pretrain` makes it. @throws ReelsenseError as {@link prepareTarget} */
export async function preparePretraining(
  folder: string,
  resume: boolean,
  console: Console,
): Promise<TrainingTarget> {
  if (await isModelFolder(folder)) {
    throw new ReelsenseError(
      'invalid-option',
      `${folder} holds a classifier, which hides a language model beside it; give another --out.`,
    );
  }
  const hadFolder = existsSync(folder);
  if (hadFolder && !statSync(folder).isDirectory()) {
    throw new ReelsenseError(
      'invalid-option',
      `Cannot write a language model to ${folder}: it is not a folder. Choose a new or empty folder.`,
    );
  }
  const log = join(folder, RUN_LOG_FILE);
  const { isNew, isEmpty } = await lookAt(folder, folder, log, resume, console);
  return {
    async tidy(error) {
      if (!isNew || isTaken(error) || !(await isEmpty())) return;
      await rm(hadFolder ? log : folder, { recursive: true, force: true });
    },
  };
}

/** @param folder as the user names it  @param trace what a run leaves from its first moment on */
async function lookAt(folder: string, checkpoints: string, trace: string, resume: boolean, console: Console) {
  const isNew = !existsSync(trace);
  const newest = await readNewestCheckpoint(checkpoints);
  if (newest?.header.exported !== undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `${checkpoints} holds a language model that was exported to be passed on, without what a run needs to go on. Begin another run with it: --init, and another --out.`,
    );
  }
  if (!resume && newest !== undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `${checkpoints} holds the checkpoints of an earlier run; give --resume to go on with it, or another --out.`,
    );
  }
  if (resume && newest === undefined) {
    if (isNew) {
      throw new ReelsenseError(
        'file-not-found',
        `There is no run to go on with in ${folder}: check --out, or leave --resume out to begin one.`,
      );
    }
    console.note(`Note: the run in ${folder} was stopped before its first checkpoint; it begins again.`);
  }
  const isEmpty = async (): Promise<boolean> =>
    (await readNewestCheckpoint(checkpoints).catch(() => null)) === undefined;
  return { isNew, isEmpty };
}

/** Tells of newer checkpoints of a language model that are damaged, so that an older one is begun with. */
export function notePassedOver(
  initial: { readonly kind: string; readonly passedOver?: readonly string[] } | undefined,
  console: Console,
): void {
  for (const sentence of initial?.passedOver ?? []) console.note(`Note: ${sentence}.`);
}

/** The folder is another run's. */
function isTaken(error: unknown): boolean {
  return error instanceof ReelsenseError && error.code === 'folder-in-use';
}
