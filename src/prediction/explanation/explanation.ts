/** What an explanation of a prediction says. `docs/explanations.md` tells what the numbers mean. */
import type { Prediction } from '../prediction.js';

/** A word (or mark) that the model read; `start` and `end` in UTF-16 units of the text as it was given. */
export interface WordContribution {
  readonly start: number;
  readonly end: number;
  /** By how much it moves the log-odds of the target, beside an unknown word in its place. */
  readonly contribution: number;
  /** Whether it is in the vocabulary; an unknown word contributes nothing. */
  readonly known: boolean;
}

/** The probability of the target, had the text ended at `end`. */
export interface CurvePoint {
  readonly end: number;
  readonly probability: number;
}

/** The probability of the target for a sentence read alone. */
export interface SentenceScore {
  readonly start: number;
  readonly end: number;
  readonly probability: number;
}

/** How contributions are found; the name stands in answers. */
export const explanationMethod = 'integrated-gradients';

export interface Explanation extends Prediction {
  /** The label that all of this speaks for: of two the last one, of more the predicted one. */
  readonly target: string;
  readonly method: typeof explanationMethod;
  /** Calibrated log-odds of the target: log(p / (1 - p)). */
  readonly logOdds: number;
  /** The same for the baseline: the text with every word unknown. */
  readonly baselineLogOdds: number;
  /** In the order of the text, those that were read. */
  readonly words: readonly WordContribution[];
  /** What the approximation leaves over, and where the model computes in integers their rounding: baselineLogOdds + all contributions + rest = logOdds. */
  readonly rest: number;
  readonly curve?: readonly CurvePoint[];
  readonly sentences?: readonly SentenceScore[];
}

export interface ExplainOptions {
  /** Whether to give `curve`; true by default. */
  readonly curve?: boolean | undefined;
  /** Whether to give `sentences`; true by default. */
  readonly sentences?: boolean | undefined;
}

export const explainOptionNames: readonly (keyof ExplainOptions)[] = ['curve', 'sentences'];
