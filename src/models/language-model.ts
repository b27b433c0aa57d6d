/**
 * A language model for pretraining: in each direction an LSTM reads a stream of tokens and predicts the next one (Dai and Le
 * 2015, https://arxiv.org/abs/1511.01432). Embedding and LSTMs are named as the classifier's, so that it can begin with them.
 *
 * The softmax of a direction runs over the distinct words of its part of the batch alone (a sampled softmax, Jean et al. 2015, in
 * which the batch is the sample), with logits w.(P h + p) + log f(w) - log q(w): w the word's embedding (tied weights, Press and
 * Wolf 2017), f its frequency, q the chance that it is in the batch. With all words and q = 1 it is the whole softmax.
 */
import {
  Add,
  Clip,
  Gather,
  GatherElements,
  Gemm,
  type Graph,
  Log,
  LogSoftmax,
  LstmRecurrence,
  Mul,
  Neg,
  ReduceMean,
  ReduceSum,
  Reshape,
  Softmax,
  StopGradient,
  Sub,
  Transpose,
  Unsqueeze,
  type Value,
} from '../onnx/index.js';
import { type ClassifierArchitecture, directionNames } from './configuration.js';
import { type Direction, lstmParameterName, lstmParameters } from './lstm.js';
import { type ParameterDefinition, type ParameterLookup, uniform, zeros } from './parameters.js';

export type LanguageModelArchitecture = Pick<
  ClassifierArchitecture,
  'vocabularySize' | 'embeddingSize' | 'hiddenSize' | 'bidirectional'
>;

function headName(direction: Direction, part: 'weight' | 'bias'): string {
  return `head.${direction}.${part}`;
}

/** Every parameter but the embedding table: the classifier's LSTMs, and a projection [E, H] a direction. */
export function languageModelParameters(architecture: LanguageModelArchitecture): ParameterDefinition[] {
  const { embeddingSize, hiddenSize } = architecture;
  const lstms = lstmParameters({ ...architecture, layers: 1, pooling: ['last'], classes: 2 });
  const heads = directionNames(architecture).flatMap((direction): ParameterDefinition[] => [
    {
      name: headName(direction, 'weight'),
      shape: [embeddingSize, hiddenSize],
      initialise: uniform(Math.sqrt(6 / (embeddingSize + hiddenSize))),
    },
    { name: headName(direction, 'bias'), shape: [embeddingSize], initialise: zeros },
  ]);
  return [...lstms, ...heads];
}

/** Names of what a direction is fed and gives; each stands for one direction, such as `tokens.forward`. */
export function languageModelInput(
  direction: Direction,
  part: 'tokens' | 'candidates' | 'candidate_bias' | 'targets' | 'h' | 'c' | 'embedding_mask' | 'output_mask',
): string {
  return `${part}.${direction}`;
}

export function languageModelOutput(direction: Direction, part: 'h' | 'c'): string {
  return `last_${part}.${direction}`;
}

export interface LanguageModelForward {
  /** Mean over directions and tokens of the negative log-likelihood in nats, times `share`. */
  readonly loss: Value;
  /** The same, but that no probability counts as less than 1e-37: its gradient takes less work. */
  readonly trainingLoss: Value;
  /** `rows` float32 [U, E]: embeddings of the words in use. */
  readonly rows: Value;
  /** States after the last step, by output name. */
  readonly states: ReadonlyMap<string, Value>;
}

/**
 * Inputs for each direction: `tokens` int32 [T, B] (places in `rows`) and `targets` int32 [T, B] (places among the candidates),
 * both in reading order; `candidates` int32 [C] (places in `rows` of the words that can be predicted) and `candidate_bias`
 * float32 [C] = log f(w) - log q(w); `h` and `c` [H, B] carried over; with `dropout` the masks `embedding_mask` [1, B, E] and
 * `output_mask` [H, B]. For both: `rows`, and `share` float32 []: these streams' part of the batch.
 */
export function languageModelForward(
  graph: Graph,
  architecture: LanguageModelArchitecture,
  parameter: ParameterLookup,
  dropout: boolean,
): LanguageModelForward {
  const { embeddingSize, hiddenSize } = architecture;
  const rows = graph.input('rows', 'float32', ['U', embeddingSize]);
  const states = new Map<string, Value>();
  const losses = directionNames(architecture).map((direction) => {
    const input = (
      part: Parameters<typeof languageModelInput>[1],
      type: 'float32' | 'int32',
      shape: (number | string)[],
    ) => graph.input(languageModelInput(direction, part), type, shape);
    const tokens = input('tokens', 'int32', ['T', 'B']);
    const targets = input('targets', 'int32', ['T', 'B']);
    const candidates = Gather(rows, input('candidates', 'int32', [`C.${direction}`])); // [C, E]
    const candidateBias = input('candidate_bias', 'float32', [`C.${direction}`]);
    const [w, r, b] = (['w', 'r', 'b'] as const).map((part) =>
      parameter(lstmParameterName(0, direction, part)),
    );
    const embedded = Gather(rows, tokens); // [T, B, E]
    const recurrence = LstmRecurrence({
      x: dropout ? Mul(embedded, input('embedding_mask', 'float32', [1, 'B', embeddingSize])) : embedded,
      w: w!,
      r: r!,
      b: b!,
      h0: input('h', 'float32', [hiddenSize, 'B']),
      c0: input('c', 'float32', [hiddenSize, 'B']),
      reverse: false,
    });
    states.set(languageModelOutput(direction, 'h'), recurrence.lastH);
    states.set(languageModelOutput(direction, 'c'), recurrence.lastC);
    const { h } = recurrence; // [T, H, B]
    const kept = dropout ? Mul(h, input('output_mask', 'float32', [hiddenSize, 'B'])) : h;
    const flat = Reshape(Transpose(kept, [0, 2, 1]), ['N', hiddenSize]); // [N, H], N = T B
    const [weight, bias] = (['weight', 'bias'] as const).map((part) => parameter(headName(direction, part)));
    const projected = Gemm(flat, weight!, bias!, { transposeB: true }); // [N, E]
    const chosen = Reshape(targets, ['N']);
    return sampledCrossEntropy(projected, candidates, candidateBias, chosen);
  });
  const share = graph.input('share', 'float32', []);
  const mean = (part: keyof CrossEntropy): Value => {
    const sum = losses.map((loss) => loss[part]).reduce((total, loss) => Add(total, loss));
    return Mul(Mul(sum, 1 / losses.length), share);
  };
  return { loss: mean('loss'), trainingLoss: mean('trainingLoss'), rows, states };
}

type CrossEntropy = Pick<LanguageModelForward, 'loss' | 'trainingLoss'>;

/** Float32 has no probability far below it. */
const leastProbability = 1e-37;

/**
 * Mean of -log p(target), p the softmax of w.x + bias(w) over the candidates w [C, E], for x [N, E]. As log sum_w exp(w.x + bias(w)) has
 * the derivative p(w) by a logit, x.(sum_w p(w) w - target), with p held fast, has the gradients of that. Nothing else of size [N, C]
 * is then computed for training than the logits and p: sums and exponentials of their own took a fifteenth of the step.
 */
function sampledCrossEntropy(
  x: Value,
  candidates: Value,
  candidateBias: Value,
  targets: Value,
): CrossEntropy {
  const logits = Gemm(x, candidates, candidateBias, { transposeB: true }); // [N, C]
  const ofTargets = (values: Value): Value => GatherElements(values, Unsqueeze(targets, [1]), 1); // [N, 1]
  const loss = Neg(ReduceMean(ofTargets(LogSoftmax(logits)), [0, 1]));
  const probabilities = StopGradient(Softmax(logits)); // [N, C]
  const value = Neg(ReduceMean(Log(Clip(ofTargets(probabilities), leastProbability, 1)), [0, 1]));
  const difference = Sub(Gemm(probabilities, candidates), Gather(candidates, targets)); // [N, E]
  const surrogate = ReduceMean(ReduceSum(Mul(x, difference), [1]), [0]);
  return { loss, trainingLoss: Add(surrogate, StopGradient(Sub(value, surrogate))) };
}
