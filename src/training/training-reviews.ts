/** The reviews that a run learns from: labelled ones, and those without a label where a loss has a use for them. */
import type { Example } from '../datasets/index.js';
import type { Tokenizer } from '../text/index.js';
import { learnsFromUnlabelled } from './configuration.js';
import { type EncodedReviews, encodeReviews } from './encoded-reviews.js';
import { softTargets } from './soft-labels.js';
import type { TrainingTask } from './training-task.js';

/** Those without a label: teachers have something to say of them, and the virtual adversarial loss needs no label. */
export function unlabelledReviews({ split, configuration, softLabels }: TrainingTask): readonly Example[] {
  return softLabels !== undefined || learnsFromUnlabelled(configuration) ? (split.unlabelled ?? []) : [];
}

/** The labelled reviews, then the unlabelled ones; with teachers each has a target. */
export function trainingReviews(
  { split, configuration, labels, softLabels }: TrainingTask,
  unlabelled: readonly Example[],
  tokenizer: Tokenizer,
): EncodedReviews {
  const { trainingLength, teacherWeight } = configuration;
  const reviews = encodeReviews([...split.train, ...unlabelled], tokenizer, trainingLength);
  if (softLabels === undefined) return reviews;
  const settings = { classes: labels.length, teacherWeight };
  return { ...reviews, targets: softTargets(split.train, unlabelled, softLabels, settings) };
}
