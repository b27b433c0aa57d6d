/**
 * What n-grams say of the very texts that they learnt from is little more than what they were told. As a teacher they are asked about
 * those, so here each part of the texts is answered by n-grams that learnt from the other parts (out-of-fold predictions, as in
 * stacked generalization: Wolpert 1992), and the answers are kept as those of the n-grams that learnt from all.
 */
import { type Example, groupsOf } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
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
  /** The part of each text, from 0, as {@link foldsByGroup} has it. */
  readonly foldOf: readonly number[];
  /** Where answers are kept. */
  readonly folder: string;
  /** @param fold from 0  May throw to end it; what was kept before then stays. */
  readonly onProgress: (fold: number, progress: NgramProgress) => void;
}

/** The texts of a group are in one part, so that what is said of others does not answer for them. @throws ReelsenseError 'no-space'; 'too-few-labels' where no two labels are left outside a part, see {@link requireLabelsOutside} */
export async function keepCrossFitAnswers(task: CrossFit): Promise<void> {
  const { teacher, labels, lessons, development, options, foldOf, folder, onProgress } = task;
  const kept = await KeptScores.open(folder, teacher, labels);
  const texts: string[] = [];
  const answers: Float32Array[] = [];
  for (const fold of [...new Set(foldOf)].sort((a, b) => a - b)) {
    const own = lessons.filter((_, i) => foldOf[i] === fold);
    const others = lessons.filter((_, i) => foldOf[i] !== fold);
    const classifier = await NgramClassifier.train(labels, others, development, options, (progress) =>
      onProgress(fold, progress),
    );
    for (const { text } of own) {
      texts.push(text);
      answers.push(Float32Array.from(classifier.score(text).scores));
    }
  }
  await kept.forget(); // what the n-grams that learnt from all said, or those of other parts
  await kept.add(texts, answers); // all at once: what is missing would be asked of those that learnt from all
}

/**
 * The part, 0 to K - 1, of each text: those of a group together, the largest groups first, each to the part that has least. A text
 * without a group is one of its own.
 * @throws ReelsenseError 'invalid-option' where there are fewer groups than parts
 */
export function foldsByGroup(texts: readonly Pick<GroupedLesson, 'group'>[], folds: number): number[] {
  const groups = groupsOf(texts.map(({ group }, place) => ({ group, place })));
  if (groups.length < folds) {
    throw new ReelsenseError(
      'invalid-option',
      `The texts are of ${groups.length} groups, too few for --folds ${folds} to keep each in one part; give a smaller number, or leave it out.`,
    );
  }
  const sizes = Array.from({ length: folds }, () => 0);
  const foldOf = texts.map(() => 0);
  for (const members of groups.sort((a, b) => b.length - a.length)) {
    const fold = sizes.indexOf(Math.min(...sizes));
    sizes[fold]! += members.length;
    for (const { place } of members) foldOf[place] = fold;
  }
  return foldOf;
}

/**
 * Texts without a label count for none.
 * @throws ReelsenseError 'too-few-labels' where a part holds all texts of a label: what learns from the others does not know it
 */
export function requireLabelsOutside(
  texts: readonly Pick<GroupedLesson, 'label'>[],
  foldOf: readonly number[],
  labels: readonly string[],
): void {
  const folds = new Set(foldOf).size;
  labels.forEach((name, label) => {
    const parts = new Set(foldOf.filter((_, i) => texts[i]!.label === label));
    if (parts.size !== 1) return;
    throw new ReelsenseError(
      'too-few-labels',
      `All texts with the label ${JSON.stringify(name)} are in one of the ${folds} parts of --folds, and the n-grams that answer for them learn from the others; ` +
        'give texts of that label of another group too, or another number, or leave --folds out.',
    );
  });
}
