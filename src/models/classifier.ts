/**
 * The classifier: embedding -> LSTM -> pooling -> fully connected layer. One set of parameters, two graphs: one to
 * differentiate and one to predict with.
 */
import {
  Add,
  Cast,
  Concat,
  Gather,
  type Graph,
  MatMul,
  Mul,
  ReduceSum,
  Reshape,
  Transpose,
  Unsqueeze,
  type Value,
} from '../onnx/index.js';
import {
  type ClassifierArchitecture,
  type DropoutRates,
  directionNames,
  logitCount,
  pooledSize,
} from './configuration.js';
import { embeddedForward } from './embedded-forward.js';
import { binaryCrossEntropy, categoricalCrossEntropy } from './losses.js';
import { joinedDirections, type LstmLayer, lstmParameters } from './lstm.js';
import { meanLogits } from './mean-logits.js';
import { normal, type ParameterDefinition, type ParameterLookup, uniform, zeros } from './parameters.js';
import { poolBatchFirst } from './pooling.js';

export const embeddingName = 'embedding.weight';

/** The embedding table [V, E]. It stands apart: a step feeds and updates only the rows that its batch uses. */
export function embeddingParameter({
  vocabularySize,
  embeddingSize,
}: ClassifierArchitecture): ParameterDefinition {
  return { name: embeddingName, shape: [vocabularySize, embeddingSize], initialise: normal(0.1) };
}

/** Every parameter but the embedding table. */
export function denseParameters(architecture: ClassifierArchitecture): ParameterDefinition[] {
  const features = pooledSize(architecture);
  const logits = logitCount(architecture);
  return [
    ...lstmParameters(architecture),
    {
      name: 'linear.weight',
      shape: [logits, features],
      initialise: uniform(Math.sqrt(6 / (features + logits))),
    },
    { name: 'linear.bias', shape: [logits, 1], initialise: zeros },
  ];
}

/** What a training step is fed beside the parameters; all drawn and padded outside the graph. */
export interface TrainingInputs {
  /** `rows` float32 [U, E]: the distinct embedding rows of the batch. */
  readonly rows: Value;
  /** `token_rows` int32 [T, B]: each token's place in `rows`. */
  readonly tokenRows: Value;
  /** `mask` float32 [T, 1, B]: 1 for a token, 0 for padding. */
  readonly mask: Value;
  /** `last` float32 [T, 1, B], where that pooling is used: 1 at each review's last token. */
  readonly last: Value | undefined;
  /** `target` float32 [K, B]: the probability of the positive label (K = 1), or of each label (K = C). */
  readonly target: Value;
  /** `weight` float32 [1, B]: each review's weight in the loss; one over the batch's size gives the mean. */
  readonly weight: Value;
}

/** A dropout mask that is fed: zeros, and 1 / (1 - rate) for what is kept. Shapes: see `dropoutMasks`. */
export interface DropoutMask {
  readonly name: string;
  readonly rate: number;
  /** Features; the mask has one value for each feature of each review. */
  readonly features: number;
  readonly layout: 'batch-first' | 'features-first'; // [1, B, features] or [features, B]
}

export function dropoutMasks(architecture: ClassifierArchitecture, rates: DropoutRates): DropoutMask[] {
  const masks: DropoutMask[] = [
    {
      name: 'dropout.embedding',
      rate: rates.embedding,
      features: architecture.embeddingSize,
      layout: 'batch-first',
    },
  ];
  const between = architecture.hiddenSize * directionNames(architecture).length;
  for (let layer = 1; layer < architecture.layers; layer++) {
    masks.push({
      name: `dropout.between.${layer}`,
      rate: rates.between,
      features: between,
      layout: 'batch-first',
    });
  }
  masks.push({
    name: 'dropout.output',
    rate: rates.output,
    features: pooledSize(architecture),
    layout: 'features-first',
  });
  return masks.filter(({ rate }) => rate > 0);
}

/**
 * A mask of weights that is fed: zeros, and 1 / (1 - rate) for what is kept (DropConnect; on recurrent weights Merity et al. 2018,
 * https://arxiv.org/abs/1708.02182). Its name is that of the parameter with 'dropout.' before it.
 */
export interface WeightMask {
  readonly name: string;
  readonly parameter: string;
  readonly rate: number;
  readonly shape: readonly number[];
}

export function weightMasks(
  architecture: ClassifierArchitecture,
  { recurrent = 0 }: DropoutRates,
): WeightMask[] {
  if (recurrent === 0) return [];
  return lstmParameters(architecture)
    .filter(({ name }) => name.endsWith('.r'))
    .map(({ name, shape }) => ({ name: `dropout.${name}`, parameter: name, rate: recurrent, shape }));
}

/** The forward pass of a training step, in parts from which other losses can be made. */
export interface TrainingForward {
  readonly inputs: TrainingInputs;
  /** [T, B, E]: what the LSTM reads, dropout behind it. */
  readonly embedded: Value;
  /** [K, B] */
  readonly logits: Value;
  /** The logits [K, B] of other embeddings [T, B, E] of the same reviews, under the same dropout. */
  readonly logitsOf: (embedded: Value) => Value;
  /** The loss of each review, [1, B], of `logits` [K, B] against a target of the same shape. */
  readonly lossesOf: (logits: Value, target: Value) => Value;
  /** The weighted sum of the reviews' losses, []. */
  readonly loss: Value;
}

/** Weights and `inputs.rows` can be differentiated. */
export function trainingForward(
  graph: Graph,
  architecture: ClassifierArchitecture,
  rates: DropoutRates,
  parameter: ParameterLookup,
): TrainingForward {
  const { embeddingSize, pooling } = architecture;
  const inputs: TrainingInputs = {
    rows: graph.input('rows', 'float32', ['U', embeddingSize]),
    tokenRows: graph.input('token_rows', 'int32', ['T', 'B']),
    mask: graph.input('mask', 'float32', ['T', 1, 'B']),
    last: pooling.includes('last') ? graph.input('last', 'float32', ['T', 1, 'B']) : undefined,
    target: graph.input('target', 'float32', [logitCount(architecture), 'B']),
    weight: graph.input('weight', 'float32', [1, 'B']),
  };
  const masks = new Map(
    dropoutMasks(architecture, rates).map(({ name, features, layout }) => [
      name,
      graph.input(name, 'float32', layout === 'batch-first' ? [1, 'B', features] : [features, 'B']),
    ]),
  );
  const dropout = (x: Value, name: string): Value => {
    const mask = masks.get(name);
    return mask === undefined ? x : Mul(x, mask);
  };
  const masked = new Map(
    weightMasks(architecture, rates).map(({ name, parameter: of, shape }) => [
      of,
      Mul(parameter(of), graph.input(name, 'float32', shape)),
    ]),
  );
  const lossesOf = logitCount(architecture) === 1 ? binaryCrossEntropy : categoricalCrossEntropy;
  const logitsOf = (x: Value): Value =>
    embeddedForward(
      architecture,
      { embedded: x, ...inputs, dropout },
      (name) => masked.get(name) ?? parameter(name),
    );

  const embedded = dropout(Gather(inputs.rows, inputs.tokenRows), 'dropout.embedding'); // [T, B, E]
  const logits = logitsOf(embedded); // [K, B]
  const loss = ReduceSum(Mul(lossesOf(logits, inputs.target), inputs.weight), [0, 1]);
  return { inputs, embedded, logits, logitsOf, lossesOf, loss };
}

/** What a prediction graph computes with: one classifier. */
export interface PredictionMember {
  readonly architecture: ClassifierArchitecture;
  /** The parameters of the fully connected layer. */
  readonly parameter: ParameterLookup;
  /** The LSTM, however its weights are stored. */
  readonly lstm: LstmLayer;
  /** Ids [T, B] -> embeddings [T, B, E], however the table is stored. */
  readonly embed: (ids: Value) => Value;
}

/**
 * The prediction graph: `input_ids` and `attention_mask` int64 [B, T] -> `logits` float32 [B, C]; two labels give [0, z], whose
 * softmax is the sigmoid of z. Of several members the logits are the mean.
 */
export function predictionForward(
  graph: Graph,
  members: readonly PredictionMember[],
): { inputIds: Value; attentionMask: Value; logits: Value } {
  const inputIds = graph.input('input_ids', 'int64', ['B', 'T']);
  const attentionMask = graph.input('attention_mask', 'int64', ['B', 'T']);
  const lengths = Cast(ReduceSum(attentionMask, [1]), 'int32'); // [B]
  const mask = Unsqueeze(Cast(Transpose(attentionMask, [1, 0]), 'float32'), [1, 3]); // [T, 1, B, 1]

  const ids = Transpose(inputIds, [1, 0]); // [T, B]
  const z = meanLogits(members.map((member) => memberLogits({ ids, lengths, mask }, member))); // [B, K]
  const logits = logitCount(members[0]!.architecture) === 1 ? Concat([Mul(z, 0), z], 1) : z; // [B, C]
  return { inputIds, attentionMask, logits: graph.output(logits, 'logits') };
}

/** Logits [B, K] of one classifier. */
function memberLogits(
  { ids, lengths, mask }: { ids: Value; lengths: Value; mask: Value },
  { architecture, parameter, lstm, embed }: PredictionMember,
): Value {
  const { layers, pooling } = architecture;
  let result = lstm(embed(ids), lengths, 0);
  for (let layer = 1; layer < layers; layer++) result = lstm(joinedDirections(result.y), lengths, layer);
  const pooled = poolBatchFirst(result.y, result.h, mask, pooling); // [B, D, P H]
  const features = Reshape(pooled, ['B', pooledSize(architecture)]);
  const linear = MatMul(features, Transpose(parameter('linear.weight'), [1, 0])); // [B, K]
  return Add(linear, Reshape(parameter('linear.bias'), [logitCount(architecture)]));
}
