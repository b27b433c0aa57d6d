/**
 * The reviews that a run learns from: labelled ones, sentences of theirs if wanted, and those without a label where a loss has a use
 * for them.
 */
import type { Example } from '../datasets/index.js';
import { sentencesOf, type Tokenizer } from '../text/index.js';
import { learnsFromUnlabelled } from './configuration.js';
import { encodeReviews } from './encoded-reviews.js';
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
  const { trainingLength, teacherWeight, sentenceRatio } = configuration;
  const sentences = sentenceRatio > 0 ? split.train.flatMap(labelledSentences) : [];
  const counts = { labelled: split.train.length, sentences: sentences.length };
  const encode = (examples: readonly Labelled[]) => encodeReviews(examples, tokenizer, trainingLength);
  if (softLabels === undefined) {
    const reviews = encode([...split.train, ...sentences, ...unlabelled]);
    return { ...reviews, counts: { ...counts, taught: 0, unlabelled: unlabelled.length } };
  }
  const settings = { classes: labels.length, teacherWeight };
  return {
    ...encode([...split.train, ...unlabelled, ...sentences]),
    targets: softTargets(split.train, unlabelled, softLabels, settings, sentences),
    counts: { ...counts, taught: unlabelled.length, unlabelled: 0 },
  };
}

/** Tags of a web page stand where a line ends, and would join two sentences. */
const tag = /<[^<>]{1,100}>/g;

/** The sentences of a review that has several, each with its label. */
function labelledSentences({ text, label }: Labelled): Labelled[] {
  const plain = text.replace(tag, '\n');
  const sentences = sentencesOf(plain);
  return sentences.length < 2
    ? []
    : sentences.map(({ start, end }) => ({ text: plain.slice(start, end), label }));
}
