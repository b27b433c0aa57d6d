/**
 * How many trials a search runs for how many epochs. Successive halving: K. Jamieson and A. Talwalkar, "Non-stochastic best arm
 * identification and hyperparameter optimization" (AISTATS 2016); one trial in `reduction` goes on with that many times the
 * epochs, and begins anew, since its learning rate falls over all of them.
 */

export const searchMethods = ['halving', 'random'] as const;
export type SearchMethod = (typeof searchMethods)[number];

export interface Rung {
  readonly epochs: number;
  /** Trials at most: the best of the rung before. */
  readonly trials: number;
}

/** In their order; the last has all the epochs. */
export function rungsOf(method: SearchMethod, trials: number, epochs: number, reduction: number): Rung[] {
  if (method === 'random') return [{ epochs, trials }];
  const times = (value: number): number => Math.floor(Math.log(value) / Math.log(reduction) + 1e-9);
  const last = Math.min(times(trials), times(epochs));
  return Array.from({ length: last + 1 }, (_, rung) => ({
    epochs: Math.max(1, Math.round(epochs / reduction ** (last - rung))),
    trials: Math.floor(trials / reduction ** rung + 1e-9),
  }));
}
