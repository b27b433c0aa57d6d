/** Puts the labels of a data set in order, so that the same labels always have the same indexes. */
import { ReelsenseError } from '../errors/index.js';

/** Pairs of labels whose second is the positive one, whatever their alphabetical order. */
const knownPairs: readonly (readonly [negative: string, positive: string])[] = [
  ['negative', 'positive'],
  ['neg', 'pos'],
  ['0', '1'],
  ['-1', '1'],
  ['false', 'true'],
  ['no', 'yes'],
  ['bad', 'good'],
  ['ham', 'spam'],
  ['rotten', 'fresh'],
  ['unhappy', 'happy'],
  ['sad', 'happy'],
  ['dislike', 'like'],
];

/**
 * The distinct labels in order: a known pair with the positive one second (letter case does not matter),
 * numbers by value, anything else by code units (the same in every locale).
 */
export function orderLabels(labels: Iterable<string>): string[] {
  const distinct = [...new Set(labels)].sort(compareCodeUnits);
  if (distinct.length === 2) {
    const [first = '', second = ''] = distinct;
    for (const [negative, positive] of knownPairs) {
      if (first.toLowerCase() === negative && second.toLowerCase() === positive) return [first, second];
      if (first.toLowerCase() === positive && second.toLowerCase() === negative) return [second, first];
    }
  }
  if (distinct.every((label) => /^[+-]?\d+(?:\.\d+)?$/.test(label))) {
    distinct.sort((a, b) => Number(a) - Number(b) || compareCodeUnits(a, b));
  }
  return distinct;
}

/** Order of two strings by UTF-16 code units: -1, 0 or 1. */
export function compareCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What data, and a model folder, has at most: labels (more are none, but a wrong column that was taken), and UTF-16 units of one. */
export const MAXIMUM_LABELS = 1000;
export const MAXIMUM_LABEL_LENGTH = 200;

/** @throws ReelsenseError 'too-few-labels' when there are fewer than two; 'invalid-option' for more than a model can have, or one that is too long to be a label */
export function requireLabels(labels: readonly string[], name: string): void {
  const long = labels.find(({ length }) => length > MAXIMUM_LABEL_LENGTH);
  if (long !== undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `${name} has a label of ${long.length.toLocaleString('en')} characters, "${long.slice(0, 40)}…"; the limit is ${MAXIMUM_LABEL_LENGTH}. Shorten it, or name the column of the labels (--label-column).`,
    );
  }
  if (labels.length > MAXIMUM_LABELS) {
    throw new ReelsenseError(
      'invalid-option',
      `${name} has ${labels.length.toLocaleString('en')} labels; the limit is ${MAXIMUM_LABELS.toLocaleString('en')}. Put rare ones together, in one folder where folders are the labels.`,
    );
  }
  if (labels.length >= 2) return;
  const [only] = labels;
  const found = only === undefined ? 'no label' : `only the label ${JSON.stringify(only.slice(0, 40))}`;
  throw new ReelsenseError(
    'too-few-labels',
    `${name} has ${found}; there must be two or more to tell apart. Add texts with another label.`,
  );
}
