/**
 * L2-regularised logistic regression by coordinate descent in the dual (Yu, Huang and Lin, "Dual coordinate descent
 * methods for logistic regression and maximum entropy models", Machine Learning 85, 2011). With one dual variable a for
 * each text, 0 < a < C, the weights are w = sum of a y x, and a is best where
 *
 *     q (a' - a) + y w.x + log(a' / (C - a')) = 0,   q = x.x
 *
 * Written in t = log(a' / (C - a')) the left side rises by at least 1 for each 1 of t, so Newton's steps, held inside a
 * bracket, find the one root.
 */
import type { Random } from '../random/index.js';

/** A text's features are binary; feature j counts as `scale[j]`. One more feature, always 1, is the bias. */
export interface LogisticProblem {
  /** [N], each the features of a text, every one once. */
  readonly rows: readonly Int32Array[];
  /** [N], whether each text belongs to the class. */
  readonly positive: readonly boolean[];
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

export function fitLogisticRegression(problem: LogisticProblem, random: Random): LogisticSolution {
  const { rows, positive, scale, cost } = problem;
  const w = new Float64Array(scale.length);
  let bias = 0;
  const t = new Float64Array(rows.length).fill(-5); // nearly no weight to begin with
  const dual = t.map((logit) => cost * sigmoid(logit));
  const squared = rows.map((row) => row.reduce((sum, j) => sum + scale[j]! * scale[j]!, 1));
  const add = (i: number, change: number): void => {
    const step = positive[i] ? change : -change;
    for (const j of rows[i]!) w[j]! += step * scale[j]!;
    bias += step;
  };
  for (let i = 0; i < rows.length; i++) add(i, dual[i]!);

  const order = Int32Array.from(rows.keys());
  let passes = 0;
  for (let worst = Number.POSITIVE_INFINITY; worst > TOLERANCE && passes < MAXIMUM_PASSES; passes++) {
    worst = 0;
    for (const i of random.shuffle(order)) {
      let dot = bias;
      for (const j of rows[i]!) dot += w[j]! * scale[j]!;
      const margin = positive[i] ? dot : -dot;
      worst = Math.max(worst, Math.abs(margin + t[i]!));
      t[i] = solve(t[i]!, { q: squared[i]!, margin, dual: dual[i]!, cost });
      const changed = cost * sigmoid(t[i]!);
      add(i, changed - dual[i]!);
      dual[i] = changed;
    }
  }
  return { weights: Float32Array.from(w, (weight, j) => weight * scale[j]!), bias, passes };
}

/** The root t of q (C sigmoid(t) - dual) + margin + t, from a first guess. */
function solve(
  guess: number,
  { q, margin, dual, cost }: { q: number; margin: number; dual: number; cost: number },
): number {
  let low = -margin - q * (cost - dual);
  let high = -margin + q * dual;
  let t = Math.min(high, Math.max(low, guess));
  for (let step = 0; step < 50; step++) {
    const share = sigmoid(t);
    const value = q * (cost * share - dual) + margin + t;
    if (Math.abs(value) < 1e-6) break;
    if (value > 0) high = t;
    else low = t;
    const next = t - value / (q * cost * share * (1 - share) + 1);
    t = next > low && next < high ? next : (low + high) / 2;
  }
  return t;
}

function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
