/**
 * How good probabilities are, apart from the label they lead to. Log loss: I. J. Good, "Rational decisions", Journal
 * of the Royal Statistical Society B 14 (1952). Brier score: G. W. Brier, "Verification of forecasts expressed
 * in terms of probability", Monthly Weather Review 78 (1950).
 */

/** A probability of 0 for the true label counts as this (scikit-learn's clip), so that the loss stays finite. */
export const smallestProbability = Number.EPSILON;

/** Mean of -log(probability of the true label), in nats; 0 is perfect, log(C) is guessing. */
export function logLoss(scores: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const probability = Math.min(1, Math.max(smallestProbability, scores[i]![truth[i]!]!));
    sum += -Math.log(probability);
  }
  return sum === 0 ? 0 : sum / truth.length; // never -0
}

/**
 * Mean squared distance between the scores and the truth as 0 or 1. With two labels that of the positive score
 * alone, in [0, 1]; with more labels summed over all of them, as Brier wrote it, in [0, 2].
 */
export function brierScore(scores: ArrayLike<ArrayLike<number>>, truth: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const row = scores[i]!;
    for (let c = row.length === 2 ? 1 : 0; c < row.length; c++) {
      sum += (row[c]! - (truth[i] === c ? 1 : 0)) ** 2;
    }
  }
  return sum / truth.length;
}
