/** What ends a run, or keeps it from beginning: an earlier run in the same folder, numbers that are not finite. */
import { readNewestCheckpoint } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { RunPosition } from './training-state.js';

const REMEDY =
  'Whatever was saved before is kept; start again with a lower learning rate or a smaller clipping norm.';

/** A finished or interrupted run is not overwritten by accident. @throws ReelsenseError 'invalid-option' */
export async function refuseOldRun(folder: string): Promise<void> {
  const newest = await readNewestCheckpoint(folder);
  if (newest !== undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `${folder} holds the checkpoints of an earlier run; give --resume to go on with it, or another folder.`,
    );
  }
}

/** @throws ReelsenseError 'not-finite' for a language model that gives held-out texts next to no chance */
export function requireFinitePerplexity(perplexity: number, { epoch }: RunPosition<unknown>): void {
  if (Number.isFinite(perplexity)) return;
  throw new ReelsenseError(
    'not-finite',
    `Pretraining stopped after epoch ${epoch + 1}: the perplexity of held-out texts is ${perplexity}. ` +
      REMEDY,
  );
}

/** @throws ReelsenseError 'not-finite' when the loss or the gradient's norm of the step under way is */
export function requireFinite(
  what: 'training' | 'pretraining',
  { epoch, stepInEpoch }: RunPosition<unknown>,
  { loss, norm }: { readonly loss: number; readonly norm: number },
): void {
  if (Number.isFinite(loss) && Number.isFinite(norm)) return;
  throw new ReelsenseError(
    'not-finite',
    `${what === 'training' ? 'Training' : 'Pretraining'} stopped in epoch ${epoch + 1}, step ${stepInEpoch + 1}: the loss is ${loss} and the gradient's norm ${norm}. ` +
      REMEDY,
  );
}
