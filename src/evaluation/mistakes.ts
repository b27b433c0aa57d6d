/** The wrong predictions that the model was surest of: the first place to look for bad labels and blind spots. */
import type { Predictions } from './input.js';

export interface Mistake {
  readonly id: string;
  readonly truth: string;
  readonly predicted: string;
  /** Probability of the predicted (wrong) label. */
  readonly probability: number;
}

/** At most `limit` wrong predictions, the most confident first; equals in the order of the data. */
export function mostConfidentMistakes(
  predictions: Predictions,
  ids: readonly string[] | undefined,
  limit: number,
): Mistake[] {
  const { labels, truth, predicted, scores } = predictions;
  const wrong: { index: number; probability: number }[] = [];
  for (let index = 0; index < truth.length; index++) {
    if (truth[index] !== predicted[index]) {
      wrong.push({ index, probability: scores[index]![predicted[index]!]! });
    }
  }
  wrong.sort((a, b) => b.probability - a.probability || a.index - b.index);
  return wrong.slice(0, limit).map(({ index, probability }) => ({
    id: ids?.[index] ?? `row-${index + 1}`,
    truth: labels[truth[index]!]!,
    predicted: labels[predicted[index]!]!,
    probability,
  }));
}
