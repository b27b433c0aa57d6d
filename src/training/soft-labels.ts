/**
 * What teachers think of the texts of a run: probabilities to learn beside the labels, or in their place where there are none
 * (distillation: Hinton, Vinyals and Dean 2015, https://arxiv.org/abs/1503.02531).
 */
import type { Example } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { logitCount } from '../models/index.js';
import type { LabelSource } from './split-facts.js';

export interface Teacher {
  readonly name: string;
  readonly sha256: string;
}

export interface SoftLabels {
  readonly teachers: readonly Teacher[];
  /** Whose labels the teachers have learnt from. */
  readonly learntFrom?: readonly LabelSource[];
  /** Probabilities [C] of each training review, in the order of the run's labels. */
  readonly train: readonly (readonly number[])[];
  /** The same for each unlabelled text. */
  readonly unlabelled: readonly (readonly number[])[];
}

export interface TargetSettings {
  /** C: labels. */
  readonly classes: number;
  /** Share of the teachers' probabilities in the target of a labelled review, 0 to 1. */
  readonly teacherWeight: number;
}

/**
 * Targets of the loss, one row a review: [N, 1], the probability of the second of two labels, or [N, C].
 * @throws ReelsenseError 'wrong-type' when there is not one row of probabilities for each review
 */
export function softTargets(
  train: readonly Pick<Example, 'label'>[],
  unlabelled: readonly unknown[],
  soft: SoftLabels,
  { classes, teacherWeight }: TargetSettings,
): Float32Array<SharedArrayBuffer> {
  if (soft.train.length !== train.length || soft.unlabelled.length !== unlabelled.length) {
    throw new ReelsenseError(
      'wrong-type',
      `There are soft labels for ${soft.train.length} training and ${soft.unlabelled.length} unlabelled texts, but ${train.length} and ${unlabelled.length} texts; give one row for each.`,
    );
  }
  const K = logitCount({ classes });
  const targets = new Float32Array(new SharedArrayBuffer((train.length + unlabelled.length) * K * 4));
  const write = (review: number, probabilityOf: (label: number) => number): void => {
    if (K === 1) targets[review] = probabilityOf(1);
    else for (let label = 0; label < K; label++) targets[review * K + label] = probabilityOf(label);
  };
  train.forEach(({ label }, review) => {
    const taught = soft.train[review]!;
    const certain = 1 - teacherWeight;
    write(review, (k) => teacherWeight * taught[k]! + (k === label ? certain : 0));
  });
  soft.unlabelled.forEach((taught, i) => {
    write(train.length + i, (k) => taught[k]!);
  });
  return targets;
}
