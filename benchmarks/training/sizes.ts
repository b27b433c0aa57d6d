/** The sizes that training is measured at, and what a step of each costs. */

export interface StepSize {
  readonly batch: number;
  readonly time: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly directions: 1 | 2;
}

/** Rows of the embedding table. */
export const vocabularySize = 30_000;

export const sizes: readonly StepSize[] = [
  { batch: 32, time: 400, embeddingSize: 128, hiddenSize: 128, directions: 1 },
  { batch: 64, time: 400, embeddingSize: 128, hiddenSize: 128, directions: 2 },
  { batch: 64, time: 400, embeddingSize: 128, hiddenSize: 256, directions: 2 },
];

/**
 * Operations (a multiplication and an addition are two) of the LSTM for one token, forward and backward. Each of the
 * 4 H (E + H) weights is used once forward and twice backward; everything else is left out.
 */
export function operationsPerToken({ embeddingSize: E, hiddenSize: H, directions }: StepSize): number {
  return 3 * 2 * 4 * H * (E + H) * directions;
}

export function sizeName({ batch, time, embeddingSize, hiddenSize, directions }: StepSize): string {
  return `${batch} x ${time}, ${embeddingSize} -> ${hiddenSize}${directions === 2 ? ', both directions' : ''}`;
}
