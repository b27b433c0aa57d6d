/**
 * Which reviews an epoch shows: all that have a label or a probability to learn, some sentences of these, and with the
 * virtual adversarial loss some of those that have neither.
 */
import type { Random } from '../random/index.js';
import type { TrainingConfiguration } from './configuration.js';
import type { EncodedReviews } from './encoded-reviews.js';

/** How many reviews of each kind there are, or an epoch shows; in memory they stand in this order. */
export interface ReviewCounts {
  readonly labelled: number;
  /** Without a label, but with teachers' probabilities. */
  readonly taught: number;
  /** Sentences of the labelled and taught ones, each with the label and the target of its review. */
  readonly sentences: number;
  /** Neither label nor probabilities. */
  readonly unlabelled: number;
}

export interface TrainingReviews extends EncodedReviews {
  readonly counts: ReviewCounts;
}

export function totalOf({ labelled, taught, sentences, unlabelled }: ReviewCounts): number {
  return labelled + taught + sentences + unlabelled;
}

/** How many of each an epoch shows. */
export function epochCounts(
  { labelled, taught, sentences, unlabelled }: ReviewCounts,
  { sentenceRatio, unlabelledRatio }: Pick<TrainingConfiguration, 'sentenceRatio' | 'unlabelledRatio'>,
): ReviewCounts {
  return {
    labelled,
    taught,
    sentences: Math.min(sentences, wantedSentences(labelled, sentenceRatio)),
    unlabelled: Math.min(unlabelled, Math.round(unlabelledRatio * labelled)),
  };
}

function wantedSentences(labelled: number, sentenceRatio: number): number {
  return Math.round(sentenceRatio * labelled);
}

/** What to tell of a run whose texts have fewer sentences than its setting asks for. */
export function missingSentences(
  { labelled, sentences }: ReviewCounts,
  { sentenceRatio }: Pick<TrainingConfiguration, 'sentenceRatio'>,
): string | undefined {
  const wanted = wantedSentences(labelled, sentenceRatio);
  if (sentences >= wanted) return undefined;
  return sentences === 0
    ? 'none of the texts has several sentences, so that the sentence ratio changes nothing'
    : `the texts have ${sentences.toLocaleString('en')} sentences to show alone, fewer than the ${wanted.toLocaleString('en')} of the sentence ratio; each epoch shows all of them`;
}

/**
 * Their indexes: every review with something to learn, and in each epoch others of the rest, drawn by `random` without repetition.
 * @param available in memory  @param shown in an epoch
 */
export function epochReviews(available: ReviewCounts, shown: ReviewCounts, random: Random): Uint32Array {
  const targeted = available.labelled + available.taught;
  const unlabelled = draw(targeted + available.sentences, available.unlabelled, shown.unlabelled, random);
  const sentences = draw(targeted, available.sentences, shown.sentences, random);
  const chosen = new Uint32Array(targeted + sentences.length + unlabelled.length);
  for (let i = 0; i < targeted; i++) chosen[i] = i;
  chosen.set(sentences, targeted);
  chosen.set(unlabelled, targeted + sentences.length);
  return chosen;
}

/** `count` of the `available` indexes from `first` on. */
function draw(first: number, available: number, count: number, random: Random): Uint32Array {
  const indexes = Uint32Array.from({ length: available }, (_, i) => first + i);
  return count < available ? random.shuffle(indexes).subarray(0, count) : indexes;
}
