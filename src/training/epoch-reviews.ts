/** Which reviews an epoch shows: all that have a target, and with the virtual adversarial loss a share of the unlabelled ones. */
import type { Random } from '../random/index.js';
import { type EncodedReviews, reviewCount } from './encoded-reviews.js';

/** Reviews without label and target stand behind the others. */
function labelledCount({ labels, targets }: EncodedReviews): number {
  if (targets !== undefined) return labels.length;
  const first = labels.indexOf(-1);
  return first < 0 ? labels.length : first;
}

/** How many reviews of each kind an epoch shows. */
export function epochCounts(
  reviews: EncodedReviews,
  unlabelledRatio: number,
): { labelled: number; unlabelled: number } {
  const labelled = labelledCount(reviews);
  const unlabelled = Math.min(reviewCount(reviews) - labelled, Math.round(unlabelledRatio * labelled));
  return { labelled, unlabelled };
}

/** Their indexes: every labelled review, and other unlabelled ones in each epoch, drawn by `random` without repetition. */
export function epochReviews(reviews: EncodedReviews, unlabelledRatio: number, random: Random): Uint32Array {
  const { labelled, unlabelled } = epochCounts(reviews, unlabelledRatio);
  const others = Uint32Array.from({ length: reviewCount(reviews) - labelled }, (_, i) => labelled + i);
  const drawn = unlabelled < others.length ? random.shuffle(others).subarray(0, unlabelled) : others;
  const chosen = new Uint32Array(labelled + unlabelled);
  for (let i = 0; i < labelled; i++) chosen[i] = i;
  chosen.set(drawn, labelled);
  return chosen;
}
