/**
 * The reviews that a run learns from: labelled ones, those without a label where teachers or a loss have a use for them, and, if wanted,
 * sentences of those that have something to learn.
 */
import type { Example } from '../datasets/index.js';
import { SPECIAL_TOKENS, sentencesOf, type Tokenizer, tagsAsLineBreaks, UNKNOWN_ID } from '../text/index.js';
import { learnsFromUnlabelled } from './configuration.js';
import { type EncodedReviews, ReviewEncoder } from './encoded-reviews.js';
import type { TrainingReviews } from './epoch-reviews.js';
import { GrowingIntegers } from './growing-integers.js';
import { softTargets } from './soft-labels.js';
import type { TrainingTask } from './training-task.js';

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
  const [taught, untaught] = softLabels === undefined ? [[], unlabelled] : [unlabelled, []];
  const whole = [...split.train, ...taught];
  const encoder = new ReviewEncoder(tokenizer, trainingLength);
  for (const example of whole) encoder.add(example);
  /** The index of the review that each sentence stands in. */
  const reviewOf = new GrowingIntegers();
  if (sentenceRatio > 0) {
    whole.forEach((example, review) => {
      for (const text of sentencesToLearn(example)) {
        encoder.add({ text, label: example.label });
        reviewOf.push(review);
      }
    });
  }
  for (const example of untaught) encoder.add(example);
  const counts = {
    labelled: split.train.length,
    taught: taught.length,
    sentences: reviewOf.length,
    unlabelled: untaught.length,
  };
  const reviews = encoder.finish();
  forgetRareWords(reviews, whole.length, counts.sentences, sentenceWords);
  if (softLabels === undefined) return { ...reviews, counts };
  const settings = { classes: labels.length, teacherWeight };
  const targets = softTargets(split.train, taught, softLabels, settings);
  return { ...reviews, counts, targets: withRowsOfSentences(targets, whole.length, reviewOf.toShared()) };
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

/** The sentences of a review that has several. */
function* sentencesToLearn({ text }: Example): Generator<string> {
  const plain = tagsAsLineBreaks(text);
  const sentences = sentencesOf(plain);
  if (sentences.length >= 2) for (const { start, end } of sentences) yield plain.slice(start, end);
}

/** The rows of `count` reviews, and after them for each sentence that of its review again. */
function withRowsOfSentences(
  rows: Float32Array<SharedArrayBuffer>,
  count: number,
  reviewOf: Int32Array,
): Float32Array<SharedArrayBuffer> {
  const width = rows.length / count;
  const all = new Float32Array(new SharedArrayBuffer((count + reviewOf.length) * width * 4));
  all.set(rows);
  reviewOf.forEach((review, i) => {
    all.set(rows.subarray(review * width, (review + 1) * width), (count + i) * width);
  });
  return all;
}
