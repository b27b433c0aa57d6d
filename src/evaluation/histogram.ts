/** How the scores spread, for each true label apart: whether a model is sure, and where the labels overlap. */

export interface ScoreHistogram {
  /**
   * Which score is counted: 'positive' (two labels) is the probability of the positive label, 'truth' (more labels)
   * the probability that each example's own true label got.
   */
  readonly score: 'positive' | 'truth';
  /** Borders of the bins, from 0 to 1; [bins + 1]. A bin holds its lower border; the last one also 1. */
  readonly edges: number[];
  /** Examples by true label and bin; [C][bins]. */
  readonly counts: number[][];
}

/** Histogram of the scores. @param scores [N][C]  @param truth [N] */
export function scoreHistogram(
  scores: ArrayLike<ArrayLike<number>>,
  truth: ArrayLike<number>,
  labelCount: number,
  binCount = 20,
): ScoreHistogram {
  const counts = Array.from({ length: labelCount }, () => new Array<number>(binCount).fill(0));
  for (let i = 0; i < truth.length; i++) {
    const score = scores[i]![labelCount === 2 ? 1 : truth[i]!]!;
    const bin = Math.min(binCount - 1, Math.max(0, Math.floor(score * binCount)));
    counts[truth[i]!]![bin]!++;
  }
  const edges = Array.from({ length: binCount + 1 }, (_, i) => i / binCount);
  return { score: labelCount === 2 ? 'positive' : 'truth', edges, counts };
}
