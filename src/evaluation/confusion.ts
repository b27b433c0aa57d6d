/**
 * Confusion matrix, and precision, recall and F1 from it (C. J. van Rijsbergen, "Information Retrieval", 2nd
 * edition, 1979, chapter 7). The macro average follows scikit-learn's default: over the labels that occur in the
 * truth or in the predictions, with 0 where a share has nothing below its line, so that never predicting a hard
 * label cannot raise it.
 */

/** Of one label; null where nothing is below the line of the fraction. */
export interface LabelMetrics {
  readonly label: string;
  /** Right among those predicted as this label; null when it was never predicted. */
  readonly precision: number | null;
  /** Found among those that truly have this label; null when none has. */
  readonly recall: number | null;
  /** Harmonic mean of both; null when the label is neither in the truth nor predicted. */
  readonly f1: number | null;
  /** How many examples truly have this label. */
  readonly support: number;
}

/** How many examples of each true label were given each label; [truth C][predicted C]. */
export function confusionMatrix(
  truth: ArrayLike<number>,
  predicted: ArrayLike<number>,
  labelCount: number,
): number[][] {
  const matrix = Array.from({ length: labelCount }, () => new Array<number>(labelCount).fill(0));
  for (let i = 0; i < truth.length; i++) matrix[truth[i]!]![predicted[i]!]!++;
  return matrix;
}

/** Precision, recall and F1 of each label. */
export function labelMetrics(
  confusion: readonly (readonly number[])[],
  labels: readonly string[],
): LabelMetrics[] {
  return labels.map((label, index) => {
    const right = confusion[index]![index]!;
    const support = sum(confusion[index]!);
    const given = sum(confusion.map((row) => row[index]!));
    return {
      label,
      precision: given === 0 ? null : right / given,
      recall: support === 0 ? null : right / support,
      f1: given + support === 0 ? null : (2 * right) / (given + support),
      support,
    };
  });
}

/** The macro average: every label that occurs counts the same. */
export function macroAverage(perLabel: readonly LabelMetrics[]): {
  precision: number;
  recall: number;
  f1: number;
} {
  const occurring = perLabel.filter(({ f1 }) => f1 !== null);
  const mean = (pick: (metrics: LabelMetrics) => number | null): number =>
    sum(occurring.map((metrics) => pick(metrics) ?? 0)) / occurring.length;
  return {
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
