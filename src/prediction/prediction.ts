/** A model's answer to a text, and how scores become it. */

/** How much of a text was read. */
export interface TokenCounts {
  /** Tokens in the whole text. */
  readonly total: number;
  /** Tokens that the model read. */
  readonly used: number;
  /** How many of the used tokens are not in the vocabulary. */
  readonly unknown: number;
}

/** Probabilities alone, for evaluation. */
export interface ScoredText {
  /** [C], in the order of the model's labels; their sum is 1. */
  readonly scores: readonly number[];
  readonly tokens: TokenCounts;
  /** True if the text is longer than what the model reads: `tokens.used < tokens.total`. */
  readonly truncated: boolean;
}

export interface Prediction {
  readonly label: string;
  /** Of that label, 0 to 1. */
  readonly probability: number;
  /** Probability of each label, by its name. The order of the labels is that of `labels`: JavaScript puts keys that are whole numbers first. */
  readonly scores: Readonly<Record<string, number>>;
  readonly tokens: TokenCounts;
  readonly truncated: boolean;
}

/**
 * Chooses the label: of two the last one from `threshold` on, else the first; of more the most probable one (the first
 * of equals).
 * @param labels C of them  @param threshold probability of the last of two labels
 */
export function decide(scored: ScoredText, labels: readonly string[], threshold: number): Prediction {
  const { scores, tokens, truncated } = scored;
  const chosen = labels.length === 2 ? Number(scores[1]! >= threshold) : scores.indexOf(Math.max(...scores));
  return {
    label: labels[chosen]!,
    probability: scores[chosen]!,
    scores: Object.fromEntries(labels.map((label, index) => [label, scores[index]!])), // own keys, '__proto__' too
    tokens,
    truncated,
  };
}
