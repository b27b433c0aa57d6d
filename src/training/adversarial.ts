/**
 * Adversarial and virtual adversarial training of a classifier of texts (Miyato, Dai and Goodfellow 2017,
 * https://arxiv.org/abs/1605.07725): the loss of a review must not rise when its embeddings are moved a little in the worst direction,
 * and its verdict must not change; the latter needs no label.
 *
 * With g the gradient with respect to the embeddings [T, B, E] of a review, the worst small step is r = epsilon g / |g|, a constant
 * to whoever differentiates the loss. Adversarial: g of the loss. Virtual: g of KL(p(x) || p(x + d)) at a small random d, one step of
 * the power method towards the direction in which the verdict changes most.
 *
 * There, embeddings are normalised so that they cannot grow away from a step of a fixed size. Here the step grows with them:
 * epsilon counts in units of the root mean square of the features in use, which comes to the same and leaves the table as it is.
 */
import { gradients } from '../autodiff/index.js';
import { type TrainingForward, targetOfLogits } from '../models/index.js';
import {
  Add,
  Cast,
  Div,
  everyAxis,
  type Graph,
  Mul,
  ReduceMean,
  ReduceSum,
  Sqrt,
  StopGradient,
  Sub,
  Transpose,
  type Value,
} from '../onnx/index.js';

export interface AdversarialSettings {
  /** Weight of the adversarial loss; 0 leaves it out. */
  readonly adversarial: number;
  /** Weight of the virtual adversarial loss; 0 leaves it out. */
  readonly virtualAdversarial: number;
  /** Epsilon: the length of the step over a whole review, in units of the root mean square of the features. */
  readonly adversarialNorm: number;
}

/** Length of the random step of the virtual loss, in the same unit. */
const probe = 0.1;
/** Below any length that counts; keeps a review without a gradient where it is. */
const tiny = 1e-12;

/** Names of what the graph is fed beside the classifier's inputs when the virtual loss is on. */
export const virtualInputs = { noise: 'noise', weight: 'virtual_weight' } as const;

/**
 * The loss with the adversarial ones added by their weights, []. The virtual one is fed `noise` int8 [T, B, E], -1 or 1, and
 * `virtual_weight` float32 [1, B].
 */
export function withAdversarialLosses(
  graph: Graph,
  forward: TrainingForward,
  { adversarial, virtualAdversarial, adversarialNorm }: AdversarialSettings,
): Value {
  const { inputs, embedded, logits, logitsOf, lossesOf, loss } = forward;
  const scale = StopGradient(Sqrt(ReduceMean(Mul(inputs.rows, inputs.rows), everyAxis(inputs.rows)))); // []
  const worstStep = (gradient: Value): Value =>
    StopGradient(Mul(unit(gradient), Mul(scale, adversarialNorm)));
  const weighted = (losses: Value, weight: Value): Value => ReduceSum(Mul(losses, weight), [0, 1]);

  let total = loss;
  if (adversarial > 0) {
    const [gradient] = gradients(loss, [embedded]); // [T, B, E]
    const moved = logitsOf(Add(embedded, worstStep(gradient!)));
    const losses = lossesOf(moved, inputs.target);
    total = Add(total, Mul(weighted(losses, inputs.weight), adversarial));
  }
  if (virtualAdversarial > 0) {
    const noise = graph.input(virtualInputs.noise, 'int8', embedded.shape);
    const weight = graph.input(virtualInputs.weight, 'float32', [1, 'B']);
    const verdict = StopGradient(targetOfLogits(logits)); // [K, B]
    const real = Transpose(inputs.mask, [0, 2, 1]); // [T, B, 1]: padding is not moved
    const direction = unit(Mul(Cast(noise, 'float32'), real));
    const probed = Add(StopGradient(embedded), StopGradient(Mul(direction, Mul(scale, probe)))); // [T, B, E]
    const [gradient] = gradients(weighted(lossesOf(logitsOf(probed), verdict), weight), [probed]);
    const moved = lossesOf(logitsOf(Add(embedded, worstStep(gradient!))), verdict);
    const divergence = Sub(moved, StopGradient(lossesOf(logits, verdict))); // cross-entropy less entropy
    total = Add(total, Mul(weighted(divergence, weight), virtualAdversarial));
  }
  return total;
}

/** x [T, B, E] with each review's part at length 1. */
function unit(x: Value): Value {
  return Div(x, Add(Sqrt(ReduceSum(Mul(x, x), [0, 2], true)), tiny));
}
