/**
 * The reviews that a run learns from: labelled ones, those without a label where teachers or a loss have a use for them, and, if wanted,
 * sentences of those that have something to learn.
 */
import type { Example } from '../datasets/index.js';
import { SPECIAL_TOKENS, sentencesOf, type Tokenizer, tagsAsLineBreaks, UNKNOWN_ID } from '../text/index.js';
import { learnsFromUnlabelled } from './configuration.js';
import { type EncodedReviews, encodeReviews } from './encoded-reviews.js';
import type { TrainingReviews } from './epoch-reviews.js';
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
  const sentences = sentenceRatio > 0 ? whole.flatMap(sentencesToLearn) : [];
  const counts = {
    labelled: split.train.length,
    taught: taught.length,
    sentences: sentences.length,
    unlabelled: untaught.length,
  };
  const texts = [...whole, ...sentences, ...untaught];
  const reviews = encodeReviews(texts, tokenizer, trainingLength);
  forgetRareWords(reviews, whole.length, sentences.length, sentenceWords);
  if (softLabels === undefined) return { ...reviews, counts };
  const settings = { classes: labels.length, teacherWeight };
  const targets = softTargets(split.train, taught, softLabels, settings);
  return { ...reviews, counts, targets: withRowsOfSentences(targets, whole.length, sentences) };
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

interface SentenceToLearn {
  readonly text: string;
  readonly label: number;
  /** The index of the review that it stands in. */
  readonly review: number;
}

/** The sentences of a review that has several, each with its label. */
function sentencesToLearn({ text, label }: Example, review: number): SentenceToLearn[] {
  const plain = tagsAsLineBreaks(text);
  const sentences = sentencesOf(plain);
  return sentences.length < 2
    ? []
    : sentences.map(({ start, end }) => ({ text: plain.slice(start, end), label, review }));
}

/** The rows of `count` reviews, and after them for each sentence that of its review again. */
function withRowsOfSentences(
  rows: Float32Array<SharedArrayBuffer>,
  count: number,
  sentences: readonly SentenceToLearn[],
): Float32Array<SharedArrayBuffer> {
  const width = rows.length / count;
  const all = new Float32Array(new SharedArrayBuffer((count + sentences.length) * width * 4));
  all.set(rows);
  sentences.forEach(({ review }, i) => {
    all.set(rows.subarray(review * width, (review + 1) * width), (count + i) * width);
  });
  return all;
}
