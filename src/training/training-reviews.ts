/**
 * The reviews that a run learns from: labelled ones, sentences of theirs if wanted, and those without a label where a loss has a use
 * for them.
 */
import type { Example } from '../datasets/index.js';
import { SPECIAL_TOKENS, sentencesOf, type Tokenizer, tagsAsLineBreaks, UNKNOWN_ID } from '../text/index.js';
import { learnsFromUnlabelled } from './configuration.js';
import { type EncodedReviews, encodeReviews } from './encoded-reviews.js';
import type { TrainingReviews } from './epoch-reviews.js';
import { softTargets } from './soft-labels.js';
import type { TrainingTask } from './training-task.js';

type Labelled = Pick<Example, 'text' | 'label'>;

/** Those without a label: teachers have something to say of them, and the virtual adversarial loss needs no label. */
export function unlabelledReviews({ split, configuration, softLabels }: TrainingTask): readonly Example[] {
  return softLabels !== undefined || learnsFromUnlabelled(configuration) ? (split.unlabelled ?? []) : [];
}

/** In the order of their counts; with teachers each has a target. */
export function trainingReviews(
  { split, configuration, labels, softLabels }: TrainingTask,
  unlabelled: readonly Example[],
  tokenizer: Tokenizer,
): TrainingReviews {
  const { trainingLength, teacherWeight, sentenceRatio, sentenceWords } = configuration;
  const sentences = sentenceRatio > 0 ? split.train.flatMap(labelledSentences) : [];
  const [taught, untaught] = softLabels === undefined ? [[], unlabelled] : [unlabelled, []];
  const counts = {
    labelled: split.train.length,
    taught: taught.length,
    sentences: sentences.length,
    unlabelled: untaught.length,
  };
  const texts = [...split.train, ...taught, ...sentences, ...untaught];
  const reviews = encodeReviews(texts, tokenizer, trainingLength);
  forgetRareWords(reviews, counts.labelled + counts.taught, counts.sentences, sentenceWords);
  const settings = { classes: labels.length, teacherWeight };
  const targets = softLabels && softTargets(split.train, taught, softLabels, settings, sentences);
  return { ...reviews, targets, counts };
}

/**
 * Makes unknown words of all but the `words` most frequent ones in `count` reviews from `first` on. With its names a sentence
 * tells what it is about, and is learnt by heart as a mark of its label.
 */
function forgetRareWords(
  { ids, offsets }: EncodedReviews,
  first: number,
  count: number,
  words: number,
): void {
  const end = offsets[first + count]!;
  for (let i = offsets[first]!; i < end; i++)
    if (ids[i]! >= SPECIAL_TOKENS.length + words) ids[i] = UNKNOWN_ID;
}

/** The sentences of a review that has several, each with its label. */
function labelledSentences({ text, label }: Labelled): Labelled[] {
  const plain = tagsAsLineBreaks(text);
  const sentences = sentencesOf(plain);
  return sentences.length < 2
    ? []
    : sentences.map(({ start, end }) => ({ text: plain.slice(start, end), label }));
}
