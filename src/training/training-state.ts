/** The whole state of a run between two steps, as it is stored in a checkpoint and read back. */
import type { CheckpointState, LoadedCheckpoint, TensorArray } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { ParameterGroup, TrainingMemory } from './memory.js';

/** Where a run stands; `Epoch` is what it keeps of an epoch. */
export interface RunPosition<Epoch> {
  /** Epochs done. */
  epoch: number;
  /** Steps of the epoch under way that are done. */
  stepInEpoch: number;
  /** Steps done in all. */
  step: number;
  /** Sums over the steps of the epoch under way. */
  lossSum: number;
  reviewsSeen: number;
  tokensSeen: number;
  seconds: number;
  readonly history: Epoch[];
  /** From 1; 0 while there is none. */
  bestEpoch: number;
}

/** Copies of the weights that were best on the development split. */
export interface BestWeights {
  readonly dense: Float32Array<ArrayBuffer>;
  readonly embedding: Float32Array<ArrayBuffer>;
}

export function freshPosition<Epoch>(): RunPosition<Epoch> {
  return {
    epoch: 0,
    stepInEpoch: 0,
    step: 0,
    lossSum: 0,
    reviewsSeen: 0,
    tokensSeen: 0,
    seconds: 0,
    history: [],
    bestEpoch: 0,
  };
}

/** Closes the epoch under way with its record; the sums begin again. */
export function closeEpoch<Epoch>(position: RunPosition<Epoch>, record: Epoch): void {
  position.history.push(record);
  position.epoch++;
  position.stepInEpoch = 0;
  position.lossSum = 0;
  position.reviewsSeen = 0;
  position.tokensSeen = 0;
  position.seconds = 0;
}

/** The arrays of a group that stand for themselves. */
function arraysOf({ values, average }: ParameterGroup): readonly (keyof ParameterGroup)[] {
  return average === values ? ['values', 'first', 'second'] : ['values', 'first', 'second', 'average'];
}

/** A copy of everything that the rest of the run depends on; `extra` arrays are taken as they are. */
export function captureState(
  memory: TrainingMemory,
  position: RunPosition<unknown>,
  best: BestWeights | undefined,
  fingerprint: object,
  extra: Readonly<Record<string, TensorArray>> = {},
): CheckpointState {
  const copies: Record<string, TensorArray> = {};
  const groups: [string, ParameterGroup][] = [
    ['dense', memory.dense],
    ['embedding', memory.embedding],
  ];
  for (const [name, group] of groups) {
    for (const array of arraysOf(group)) copies[`${name}.${array}`] = Float32Array.from(group[array]);
  }
  for (const [name, values] of Object.entries(extra)) copies[name] = values;
  copies.averagedUntil = Int32Array.from(memory.averagedUntil);
  if (best !== undefined) {
    copies['best.dense'] = best.dense;
    copies['best.embedding'] = best.embedding;
  }
  return { header: { position: structuredClone(position), fingerprint }, tensors: copies };
}

/** Puts a stored state back into `memory`. @throws ReelsenseError 'damaged-checkpoint' when it has other sizes */
export function restoreState<Epoch>(
  { header, tensors, file }: LoadedCheckpoint,
  memory: TrainingMemory,
  extra: Readonly<Record<string, Float32Array>> = {},
): { position: RunPosition<Epoch>; best: BestWeights | undefined } {
  const restore = (name: string, target: Float32Array | Int32Array): void => {
    const source = tensors[name];
    if (
      source === undefined ||
      source.length !== target.length ||
      source.constructor !== target.constructor
    ) {
      throw new ReelsenseError(
        'damaged-checkpoint',
        `${file} does not hold ${name} as this run needs it: train from the start, in another folder.`,
      );
    }
    target.set(source as never);
  };
  for (const group of ['dense', 'embedding'] as const) {
    for (const array of arraysOf(memory[group])) restore(`${group}.${array}`, memory[group][array]);
  }
  for (const [name, target] of Object.entries(extra)) restore(name, target);
  restore('averagedUntil', memory.averagedUntil);
  const position = header.position as RunPosition<Epoch>;
  if (position.bestEpoch === 0) return { position, best: undefined };
  const best = {
    dense: new Float32Array(memory.dense.values.length),
    embedding: new Float32Array(memory.embedding.values.length),
  };
  restore('best.dense', best.dense);
  restore('best.embedding', best.embedding);
  return { position, best };
}
