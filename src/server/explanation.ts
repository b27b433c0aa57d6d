/** Why a text is read as it is: what `Predictor.explain` answers, as the API sends it. */
import type { Prediction } from '../prediction/index.js';

export interface ExplainOptions {
  /** The verdict after each part of the text. */
  readonly curve: boolean;
  /** Each sentence read alone. */
  readonly sentences: boolean;
}

/** Offsets are UTF-16 units of the text as it was given; contributions are in log-odds of `target`. */
export interface Explanation extends Prediction {
  readonly target: string;
  readonly method: string;
  readonly logOdds: number;
  readonly baselineLogOdds: number;
  readonly words: readonly {
    readonly start: number;
    readonly end: number;
    readonly contribution: number;
    readonly known: boolean;
  }[];
  /** What belongs to no word: `baselineLogOdds` + all contributions + `rest` = `logOdds`. */
  readonly rest: number;
  readonly curve?: readonly { readonly end: number; readonly probability: number }[];
  readonly sentences?: readonly {
    readonly start: number;
    readonly end: number;
    readonly probability: number;
  }[];
}
