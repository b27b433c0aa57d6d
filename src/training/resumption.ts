/** What a run that goes on takes up: the newest checkpoint that is whole, and the log as it stood then. */
import {
  type CheckpointStore,
  compareFingerprints,
  type Fingerprint,
  type LoadedCheckpoint,
  passedOver,
  type RunLog,
  refuseDifferences,
} from '../checkpoint/index.js';
import type { NoteProgress } from './progress.js';
import type { RunPosition } from './training-state.js';

/** Names of what would be taken for a flag that it is not. */
const inWords: Readonly<Record<string, string>> = {
  softLabels: 'what the teachers say (kept in --soft-labels)',
};

/**
 * The newest whole checkpoint, made with the same settings and data; a note for each newer one that is damaged.
 * @returns undefined when there is none at all
 * @throws ReelsenseError 'resume-mismatch', 'damaged-checkpoint'
 */
export async function loadToGoOn(
  store: CheckpointStore,
  fingerprint: Fingerprint,
  onProgress: ((progress: NoteProgress) => void) | undefined,
): Promise<LoadedCheckpoint | undefined> {
  const loaded = await store.loadNewest();
  if (loaded === undefined) return undefined;
  // A language model keeps its words there, and what it owes to the one that it began with.
  const { words: _, beginning: __, ...saved } = loaded.header.fingerprint as Fingerprint;
  const { softLabels: ___, ...withoutAnswers } = fingerprint;
  const knowsAnswers = !('teachers' in saved) || 'softLabels' in saved; // runs of before did not tell
  refuseDifferences(
    compareFingerprints(saved, knowsAnswers ? fingerprint : withoutAnswers).map((difference) => ({
      ...difference,
      name: inWords[difference.name] ?? difference.name,
    })),
  );
  for (const rejected of loaded.rejected) onProgress?.({ kind: 'note', message: passedOver(rejected) });
  return loaded;
}

/** Takes back what the log says of epochs after `position`: they were logged, but no checkpoint followed, and come again. */
export async function rewindLog(log: RunLog, position: RunPosition<unknown>): Promise<void> {
  await log.rewind(({ epoch }) => typeof epoch !== 'number' || epoch <= position.epoch);
}
