/** The classifier from the embeddings of a batch on: LSTM -> pooling -> fully connected layer, as a graph to differentiate. */
import {
  Add,
  Concat,
  type LstmRecurrence,
  MatMul,
  Mul,
  ReduceSum,
  Transpose,
  type Value,
} from '../onnx/index.js';
import { type ClassifierArchitecture, directionNames } from './configuration.js';
import { lstmRecurrences } from './lstm.js';
import type { ParameterLookup } from './parameters.js';
import { poolFeaturesFirst } from './pooling.js';

export interface EmbeddedReviews {
  /** float32 [T, B, E] */
  readonly embedded: Value;
  /** float32 [T, 1, B]: 1 for a token, 0 for padding. */
  readonly mask: Value;
  /** float32 [T, 1, B], where that pooling is used: 1 at each review's last token. */
  readonly last: Value | undefined;
  /** Sets features to zero, under the names of `dropoutMasks`; without it all stay. */
  readonly dropout?: (x: Value, name: string) => Value;
}

/** Logits [K, B]. */
export function embeddedForward(
  architecture: ClassifierArchitecture,
  { embedded, mask, last, dropout = (x) => x }: EmbeddedReviews,
  parameter: ParameterLookup,
): Value {
  const { layers, pooling } = architecture;
  const directions = directionNames(architecture);
  let x = embedded;
  let states: LstmRecurrence[] = [];
  for (let layer = 0; layer < layers; layer++) {
    if (layer > 0) {
      const joined = Transpose(
        Concat(
          states.map(({ h }) => h),
          1,
        ),
        [0, 2, 1],
      ); // [T, D H, B] -> [T, B, D H]
      x = dropout(joined, `dropout.between.${layer}`);
    }
    states = lstmRecurrences(x, mask, layer, directions, parameter); // D times [T, H, B]
  }
  // A walk from the end finishes at a review's first token; a walk from the start ends in the padding behind the last.
  const pooled = states.map(({ h, lastH }, i) => {
    const final = (): Value => (directions[i] === 'backward' ? lastH : ReduceSum(Mul(h, last!), [0]));
    return poolFeaturesFirst(h, mask, final, pooling); // [P H, B]
  });
  const features = dropout(Concat(pooled, 0), 'dropout.output'); // [F, B]
  return Add(MatMul(parameter('linear.weight'), features), parameter('linear.bias')); // [K, B]
}
