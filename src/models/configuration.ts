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
  /** Sizes of each of several classifiers in one graph, whose mean logits count (`ensemble.ts`); the first one's are those above. */
  readonly members?: readonly MemberSizes[];
}

/** In what the classifiers of one graph may differ. */
export type MemberSizes = Pick<ClassifierArchitecture, 'embeddingSize' | 'hiddenSize'>;

/** Shares of values set to zero in training, 0 to 1. */
export interface DropoutRates {
  /** Of the embedding's features; one mask for all time steps. */
  readonly embedding: number;
  /** Of the features between LSTM layers; one mask for all time steps. */
  readonly between: number;
  /** Of the pooled features. */
  readonly output: number;
  /** Of the weights from hidden state to hidden state; one mask for all reviews and time steps. None by default. */
  readonly recurrent?: number;
}

/** Logits that the last layer gives: one for two labels (the second against the first), else one a label. */
export function logitCount({ classes }: Pick<ClassifierArchitecture, 'classes'>): number {
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

/**
 * The architecture that a model folder's configuration names.
 * @throws TypeError naming the field that is missing or makes no sense
 */
export function parseArchitecture(value: Readonly<Record<string, unknown>>): ClassifierArchitecture {
  const whole = (name: string, minimum: number): number => {
    const number = value[name];
    if (typeof number === 'number' && Number.isInteger(number) && number >= minimum) return number;
    throw new TypeError(`its architecture has ${name} ${JSON.stringify(number)}`);
  };
  const { bidirectional, pooling } = value;
  if (typeof bidirectional !== 'boolean')
    throw new TypeError(`its architecture has bidirectional ${JSON.stringify(bidirectional)}`);
  if (!Array.isArray(pooling) || pooling.length === 0 || !pooling.every((name) => poolings.includes(name)))
    throw new TypeError(`its architecture has pooling ${JSON.stringify(pooling)}`);
  const architecture: ClassifierArchitecture = {
    vocabularySize: whole('vocabularySize', 1),
    embeddingSize: whole('embeddingSize', 1),
    hiddenSize: whole('hiddenSize', 1),
    layers: whole('layers', 1),
    bidirectional,
    pooling,
    classes: whole('classes', 2),
  };
  return value.members === undefined
    ? architecture
    : { ...architecture, members: parseMembers(value.members, architecture) };
}

function parseMembers(members: unknown, first: MemberSizes): MemberSizes[] {
  const isSize = (size: unknown): size is number => Number.isInteger(size) && (size as number) >= 1;
  const sizes = (Array.isArray(members) ? members : []).map(
    (member: Partial<MemberSizes> | number | null) => {
      // Folders of before sizes of embeddings could differ hold the hidden size alone.
      const { hiddenSize, embeddingSize = first.embeddingSize } =
        typeof member === 'number' ? { hiddenSize: member } : (member ?? {});
      return { embeddingSize, hiddenSize };
    },
  );
  const fits = ({ embeddingSize, hiddenSize }: { embeddingSize: unknown; hiddenSize: unknown }): boolean =>
    isSize(embeddingSize) && isSize(hiddenSize);
  const [one] = sizes;
  if (
    one !== undefined &&
    sizes.every(fits) &&
    one.hiddenSize === first.hiddenSize &&
    one.embeddingSize === first.embeddingSize
  )
    return sizes as MemberSizes[];
  throw new TypeError(`its architecture has members ${JSON.stringify(members)}`);
}
