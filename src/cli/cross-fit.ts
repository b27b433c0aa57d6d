/**
 * What n-grams say of the very texts that they learnt from is little more than what they were told. As a teacher they are asked about
 * those, so here each part of the texts is answered by n-grams that learnt from the other parts (out-of-fold predictions, as in
 * stacked generalization: Wolpert 1992), and the answers are kept as those of the n-grams that learnt from all.
 */
import type { Example } from '../datasets/index.js';
import {
  NgramClassifier,
  type NgramClassifierOptions,
  type NgramLesson,
  type NgramProgress,
} from '../ngrams/index.js';
import { KeptScores } from './kept-scores.js';

export interface GroupedLesson extends NgramLesson {
  /** Of texts that share a film, product or author. */
  readonly group?: string | undefined;
}

export interface CrossFit {
  /** SHA-256 of the file of the n-grams that learnt from all. */
  readonly teacher: string;
  readonly labels: readonly string[];
  readonly lessons: readonly GroupedLesson[];
  /** For the calibration of each part's n-grams. */
  readonly development: readonly Pick<Example, 'text' | 'label'>[];
  readonly options: NgramClassifierOptions;
  /** K, 2 or more. */
  readonly folds: number;
  /** Where answers are kept. */
  readonly folder: string;
  /** @param fold from 1  May throw to end it; what is answered by then stays. */
  readonly onProgress: (fold: number, progress: NgramProgress) => void;
}

/** The texts of a group are in one part, so that what is said of others does not answer for them. @throws ReelsenseError 'no-space'; 'too-few-labels' where a part holds all texts of a label */
export async function keepCrossFitAnswers(task: CrossFit): Promise<void> {
  const { teacher, labels, lessons, development, options, folds, folder, onProgress } = task;
  const kept = await KeptScores.open(folder, teacher, labels);
  const foldOf = foldsByGroup(lessons, folds);
  for (let fold = 0; fold < folds; fold++) {
    const own = lessons.filter((_, i) => foldOf[i] === fold);
    const others = lessons.filter((_, i) => foldOf[i] !== fold);
    const classifier = await NgramClassifier.train(labels, others, development, options, (progress) =>
      onProgress(fold + 1, progress),
    );
    await kept.add(
      own.map(({ text }) => text),
      own.map(({ text }) => Float32Array.from(classifier.score(text).scores)),
    );
  }
}

/** Groups go to the parts in turn as they first appear; a text without one is a group of its own. */
function foldsByGroup(lessons: readonly GroupedLesson[], folds: number): number[] {
  const foldOfGroup = new Map<string, number>();
  let groups = 0;
  return lessons.map(({ group }) => {
    const known = group === undefined ? undefined : foldOfGroup.get(group);
    if (known !== undefined) return known;
    const fold = groups++ % folds;
    if (group !== undefined) foldOfGroup.set(group, fold);
    return fold;
  });
}
