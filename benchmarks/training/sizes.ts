/** The sizes that training is measured at, and what a step of each costs. */

export interface StepSize {
  /** 'language-model': `batch` streams of text, a window of `time` tokens each, the next word of each predicted in each direction. */
  readonly task: 'classifier' | 'language-model';
  readonly batch: number;
  readonly time: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  readonly directions: 1 | 2;
}

/**
 * What a step does. `same`: embedding, LSTM, mean, linear layer, loss, backward, Adam, no more than what is timed beside it. `whole`: all that
 * `train` and `pretrain` do by default, so dropout, the maximum, clipping and the moving average too.
 */
export type StepWork = 'same' | 'whole';

/** Rows of the embedding table. */
export const vocabularySize = 30_000;

export const sizes: readonly StepSize[] = [
  { task: 'classifier', batch: 32, time: 400, embeddingSize: 128, hiddenSize: 128, directions: 1 },
  { task: 'classifier', batch: 64, time: 400, embeddingSize: 128, hiddenSize: 128, directions: 2 },
  { task: 'classifier', batch: 64, time: 400, embeddingSize: 128, hiddenSize: 256, directions: 2 },
  { task: 'language-model', batch: 64, time: 70, embeddingSize: 128, hiddenSize: 256, directions: 2 },
];

/**
 * Operations (a multiplication and an addition are two) of the LSTM for one token, forward and backward. Each of the
 * 4 H (E + H) weights is used once forward and twice backward; so are, in a language model, the H E of the projection and the E U of
 * the words that are predicted among. Everything else is left out.
 * @param distinctRows U
 */
export function operationsPerToken(
  { task, embeddingSize: E, hiddenSize: H, directions }: StepSize,
  distinctRows: number,
): number {
  const head = task === 'language-model' ? H * E + E * distinctRows : 0;
  return 3 * 2 * (4 * H * (E + H) + head) * directions;
}

export function sizeName({ task, batch, time, embeddingSize, hiddenSize, directions }: StepSize): string {
  const kind = task === 'language-model' ? 'language model, ' : '';
  return `${kind}${batch} x ${time}, ${embeddingSize} -> ${hiddenSize}${directions === 2 ? ', both directions' : ''}`;
}
