/**
 * L2-regularised logistic regression by coordinate descent in the dual (Yu, Huang and Lin, "Dual coordinate descent
 * methods for logistic regression and maximum entropy models", Machine Learning 85, 2011), for targets that are probabilities: a
 * text of target p counts as p texts of the class and 1 - p of the rest. With one dual variable s for each text,
 * C (p - 1) < s < C p, the weights are w = sum of s x, and s is best where
 *
 *     s = C (p - sigmoid(u)),   u = w.x
 *
 * Changing one text's s moves its w.x by q = x.x times the change, so that its u is the root of
 *
 *     u - w.x - q (C (p - sigmoid(u)) - s) = 0
 *
 * whose left side rises by at least 1 for each 1 of u: Newton's steps, held inside a bracket, find it.
 */
import type { Random } from '../random/index.js';

/** A text's features are binary; feature j counts as `scale[j]`. One more feature, always 1, is the bias. */
export interface LogisticProblem {
  /** [N], each the features of a text, every one once. */
  readonly rows: readonly Int32Array[];
  /** [N], the probability that each text belongs to the class: 0 or 1 for a label. */
  readonly targets: ArrayLike<number>;
  /** [F] */
  readonly scale: Float32Array;
  /** C: how much a text weighs against the length of the weights. */
  readonly cost: number;
}

export interface LogisticSolution {
  /** [F], to be summed over the binary features: the scale is multiplied in. */
  readonly weights: Float32Array;
  readonly bias: number;
  readonly passes: number;
}

/** Largest remaining violation of the equation above, in logits, at which the weights count as found. */
const TOLERANCE = 0.02;
const MAXIMUM_PASSES = 100;
/** The logits that the descent begins with are those of the targets, held to this size: nearly no weight to begin with. */
const LARGEST_FIRST_LOGIT = 5;

/** @param afterPass called, and waited for, after each pass over the texts; what it throws ends the fit */
export async function fitLogisticRegression(
  problem: LogisticProblem,
  random: Random,
  afterPass: () => Promise<void> = async () => {},
): Promise<LogisticSolution> {
  const { rows, targets, scale, cost } = problem;
  const w = new Float64Array(scale.length);
  let bias = 0;
  const u = Float64Array.from(targets, (p) =>
    Math.min(LARGEST_FIRST_LOGIT, Math.max(-LARGEST_FIRST_LOGIT, Math.log(p / (1 - p)))),
  );
  const dual = u.map((logit, i) => cost * residual(targets[i]!, logit));
  const squared = rows.map((row) => row.reduce((sum, j) => sum + scale[j]! * scale[j]!, 1));
  const add = (i: number, change: number): void => {
    for (const j of rows[i]!) w[j]! += change * scale[j]!;
    bias += change;
  };
  for (let i = 0; i < rows.length; i++) add(i, dual[i]!);

  const order = Int32Array.from(rows.keys());
  let passes = 0;
  for (let worst = Number.POSITIVE_INFINITY; worst > TOLERANCE && passes < MAXIMUM_PASSES; passes++) {
    worst = 0;
    for (const i of random.shuffle(order)) {
      let dot = bias;
      for (const j of rows[i]!) dot += w[j]! * scale[j]!;
      worst = Math.max(worst, Math.abs(dot - u[i]!));
      const target = targets[i]!;
      u[i] = solve(u[i]!, { q: squared[i]!, dot, dual: dual[i]!, target, cost });
      const changed = cost * residual(target, u[i]!);
      add(i, changed - dual[i]!);
      dual[i] = changed;
    }
    await afterPass();
  }
  return { weights: Float32Array.from(w, (weight, j) => weight * scale[j]!), bias, passes };
}

interface Coordinate {
  readonly q: number;
  readonly dot: number;
  readonly dual: number;
  readonly target: number;
  readonly cost: number;
}

/** The root u of u - dot - q (C (p - sigmoid(u)) - dual), from a first guess. */
function solve(guess: number, { q, dot, dual, target, cost }: Coordinate): number {
  let low = dot + q * (cost * (target - 1) - dual);
  let high = dot + q * (cost * target - dual);
  let u = Math.min(high, Math.max(low, guess));
  for (let step = 0; step < 50; step++) {
    const value = u - dot - q * (cost * residual(target, u) - dual);
    if (Math.abs(value) < 1e-6) break;
    if (value > 0) high = u;
    else low = u;
    const next = u - value / (q * cost * sigmoid(u) * sigmoid(-u) + 1);
    u = next > low && next < high ? next : (low + high) / 2;
  }
  return u;
}

/** p - sigmoid(u), exact where they are nearly equal at 0 or 1. */
function residual(target: number, u: number): number {
  return target * sigmoid(-u) - (1 - target) * sigmoid(u);
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
