/** Everything that a resumed run of a classifier must share with the one it goes on with. */
import { createHash } from 'node:crypto';
import { type Fingerprint, sha256Of } from '../checkpoint/index.js';
import type { Example } from '../datasets/index.js';
import { runtimeVersion } from '../runtime/index.js';
import type { Vocabulary } from '../text/index.js';
import { identityOf } from './initial-model.js';
import { textsSha256 } from './pretrained.js';
import { reviewsSha256 } from './set-aside-reviews.js';
import type { SoftLabels } from './soft-labels.js';
import type { TrainingTask } from './training-task.js';

/** @param unlabelled the reviews that the run learns from without a label */
export function classifierFingerprint(
  { configuration, labels, dataSha256, split, initial, softLabels }: TrainingTask,
  unlabelled: readonly Example[],
  vocabulary: Vocabulary,
): Fingerprint {
  const { checkpointMinutes: _, ...settings } = configuration;
  return {
    ...settings,
    labels: [...labels],
    data: dataSha256,
    ...(initial === undefined ? {} : { initial: identityOf(initial) }),
    ...(softLabels === undefined
      ? {}
      : {
          teachers: softLabels.teachers.map(({ sha256 }) => sha256),
          softLabels: softLabelsSha256(softLabels),
        }),
    trainingReviews: reviewsSha256(split.train),
    developmentReviews: reviewsSha256(split.development),
    ...(unlabelled.length === 0
      ? {}
      : { unlabelledReviews: textsSha256(unlabelled.map(({ text }) => text)) }),
    vocabulary: sha256Of(vocabulary.tokens.join('\n')),
    runtime: runtimeVersion,
  };
}

/** The same teachers may have answered otherwise: what is kept of them can be replaced (`baseline --folds`), or lie in another folder. */
function softLabelsSha256({ train, unlabelled }: SoftLabels): string {
  const hash = createHash('sha256');
  for (const part of [train, unlabelled]) for (const row of part) hash.update(Float32Array.from(row));
  return hash.digest('hex');
}
