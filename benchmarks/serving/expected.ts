/** What the model says of each text in this process, and whether an answer over HTTP says the same. */
import type { Predictor } from '../../src/prediction/index.js';

export const tolerance = 1e-5;

export interface Expected {
  readonly label: string;
  readonly probability: number;
}

interface Predictions {
  readonly predictions?: readonly Expected[];
}

export async function expectedOf(predictor: Predictor, texts: readonly string[]): Promise<Expected[]> {
  return predictor.predictMany(texts);
}

/** Largest distance between an answer's probabilities and the expected ones; infinity when the answer is none. */
export function distance(body: string, expected: readonly Expected[]): number {
  const { predictions = [] } = JSON.parse(body) as Predictions;
  if (predictions.length !== expected.length) return Number.POSITIVE_INFINITY;
  return largest(predictions, expected);
}

/** The same for the lines of a batch, which must end with a summary. */
export function distanceOfLines(body: string, expected: readonly Expected[]): number {
  const lines = body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Partial<Expected> & { summary?: object });
  if (lines.pop()?.summary === undefined || lines.length !== expected.length) return Number.POSITIVE_INFINITY;
  return largest(lines as Expected[], expected);
}

function largest(found: readonly Expected[], expected: readonly Expected[]): number {
  return found.reduce((most, { label, probability }, index) => {
    const other = expected[index]!;
    // At the threshold the label may turn; its probability then stands for the other one.
    const same = label === other.label ? probability : 1 - probability;
    return Math.max(most, Math.abs(same - other.probability));
  }, 0);
}
