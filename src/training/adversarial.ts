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

export const noAdversary: AdversarialSettings = { adversarial: 0, virtualAdversarial: 0, adversarialNorm: 0 };

/**
 * Length of the random step of the virtual loss, in the same unit. Spread over a whole review it moves the logits by a thousandth or
 * so: straight enough, and well above the rounding of float32, which a tenth of it was not where the verdict is nearly sure.
 */
const probe = 1;
/** Below any length that counts; keeps a review without a gradient where it is. */
const tiny = 1e-12;

/** Names of what the graph is fed beside the classifier's inputs when the virtual loss is on. */
export const virtualInputs = { noise: 'noise', weight: 'virtual_weight' } as const;

/** The scalar loss of a step, its gradients with respect to what was wanted, and the steps [T, B, E] of the embeddings. */
export interface StepLoss {
  readonly loss: Value;
  readonly gradients: readonly Value[];
  readonly steps: readonly Value[];
}

/**
 * The loss with the adversarial ones added by their weights, and its gradients. The virtual one is fed `noise` int8 [T, B, E], -1 or 1,
 * and `virtual_weight` float32 [1, B].
 *
 * The adversarial direction comes out of the backward pass that the plain loss needs anyway, so that adversarial training is two
 * plain steps (forward, backward, on the reviews and on the moved ones). The virtual one is 8/3: forward for the verdict, forward
 * and half a backward pass (no weights) for the direction, forward and backward on the moved reviews, backward for the plain loss.
 */
export function withAdversarialLosses(
  graph: Graph,
  forward: TrainingForward,
  { adversarial, virtualAdversarial, adversarialNorm }: AdversarialSettings,
  wanted: readonly Value[],
): StepLoss {
  const { inputs, embedded, logits, logitsOf, lossesOf, loss } = forward;
  if (adversarial === 0 && virtualAdversarial === 0)
    return { loss, gradients: gradients(loss, wanted), steps: [] };
  const scale = StopGradient(Sqrt(ReduceMean(Mul(inputs.rows, inputs.rows), everyAxis(inputs.rows)))); // []
  const worstStep = (gradient: Value): Value =>
    StopGradient(Mul(unit(gradient), Mul(scale, adversarialNorm)));
  const weighted = (losses: Value, weight: Value): Value => ReduceSum(Mul(losses, weight), [0, 1]);

  const added: Value[] = [];
  const steps: Value[] = [];
  const ofPlain = adversarial > 0 ? gradients(loss, [...wanted, embedded]) : undefined;
  if (ofPlain !== undefined) {
    const step = worstStep(ofPlain[wanted.length]!); // [T, B, E]
    steps.push(step);
    const losses = lossesOf(logitsOf(Add(embedded, step)), inputs.target);
    added.push(Mul(weighted(losses, inputs.weight), adversarial));
  }
  if (virtualAdversarial > 0) {
    const noise = graph.input(virtualInputs.noise, 'int8', embedded.shape);
    const weight = graph.input(virtualInputs.weight, 'float32', [1, 'B']);
    const verdict = StopGradient(targetOfLogits(logits)); // [K, B]
    const real = Transpose(inputs.mask, [0, 2, 1]); // [T, B, 1]: padding is not moved
    const direction = unit(Mul(Cast(noise, 'float32'), real));
    const probed = Add(StopGradient(embedded), StopGradient(Mul(direction, Mul(scale, probe)))); // [T, B, E]
    const [gradient] = gradients(weighted(lossesOf(logitsOf(probed), verdict), weight), [probed]);
    const step = worstStep(gradient!); // [T, B, E]
    steps.push(step);
    const moved = lossesOf(logitsOf(Add(embedded, step)), verdict);
    const divergence = Sub(moved, StopGradient(lossesOf(logits, verdict))); // cross-entropy less entropy
    added.push(Mul(weighted(divergence, weight), virtualAdversarial));
  }
  const rest = added.reduce(Add);
  const total = Add(loss, rest);
  if (ofPlain === undefined) return { loss: total, gradients: gradients(total, wanted), steps };
  const ofRest = gradients(rest, wanted);
  return { loss: total, gradients: ofRest.map((gradient, i) => Add(ofPlain[i]!, gradient)), steps };
}

/** x [T, B, E] with each review's part at length 1. */
function unit(x: Value): Value {
  return Div(x, Add(Sqrt(ReduceSum(Mul(x, x), [0, 2], true)), tiny));
}
