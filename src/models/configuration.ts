/** The architecture of a classifier: every size a setting. */

/** How the hidden states of all time steps become one vector; several are put side by side. */
export type Pooling = 'last' | 'mean' | 'max';
export const poolings: readonly Pooling[] = ['last', 'mean', 'max'];

/** embedding -> LSTM -> pooling -> fully connected layer -> sigmoid (two labels) or softmax (more). */
export interface ClassifierArchitecture {
  /** V: rows of the embedding table, special tokens included. */
  readonly vocabularySize: number;
  /** E */
  readonly embeddingSize: number;
  /** H, for each direction. */
  readonly hiddenSize: number;
  /** LSTM layers on top of each other. */
  readonly layers: number;
  /** Whether a second LSTM reads each review from its end. */
  readonly bidirectional: boolean;
  readonly pooling: readonly Pooling[];
  /** C: how many labels there are, 2 or more. */
  readonly classes: number;
}

/** Shares of values set to zero in training, 0 to 1. */
export interface DropoutRates {
  /** Of the embedding's features; one mask for all time steps. */
  readonly embedding: number;
  /** Of the features between LSTM layers; one mask for all time steps. */
  readonly between: number;
  /** Of the pooled features. */
  readonly output: number;
}

/** Logits that the last layer gives: one for two labels (the second against the first), else one a label. */
export function logitCount({ classes }: ClassifierArchitecture): number {
  return classes === 2 ? 1 : classes;
}

export function directionNames({
  bidirectional,
}: Pick<ClassifierArchitecture, 'bidirectional'>): readonly ('forward' | 'backward')[] {
  return bidirectional ? ['forward', 'backward'] : ['forward'];
}

/** F: features after pooling. */
export function pooledSize(architecture: ClassifierArchitecture): number {
  const { hiddenSize, pooling } = architecture;
  return hiddenSize * directionNames(architecture).length * pooling.length;
}
