/** Hyper-parameter search: trials of the same training, compared on the development part. No trial ever sees a test part. */
import { ReelsenseError } from '../../errors/index.js';
import { betterRun, calibratedLogLoss, epochsOf, type SearchRun } from '../../evaluation/index.js';
import type { StepProgress } from '../progress.js';
import { trainClassifier } from '../train-classifier.js';
import type { RunStore, SearchIdentity } from './run-store.js';
import { rungsOf, type SearchMethod } from './rungs.js';
import { drawTrials, type TrialSettings } from './space.js';

export interface SearchTask extends SearchIdentity {
  readonly method: SearchMethod;
  readonly trials: number;
  /** Of successive halving: one trial in so many goes on. */
  readonly reduction: number;
  /** Keeps finished runs; without it they are lost with the process. */
  readonly store?: RunStore | undefined;
  /** Stops the search; the trial under way is given up. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
}

export type SearchProgress =
  | (SearchPosition & { readonly kind: 'step'; readonly step: StepProgress })
  | (SearchPosition & {
      readonly kind: 'run';
      readonly run: SearchRun;
      readonly isBest: boolean;
      readonly isOld: boolean;
    });

export interface SearchPosition {
  /** Runs that are done, this one not counted while it is under way. */
  readonly done: number;
  readonly total: number;
  readonly trial: number;
  /** Of the run. */
  readonly epochs: number;
  readonly best: SearchRun | undefined;
  /** Until the whole search is done; NaN when nothing is known. */
  readonly secondsLeft: number;
}

export interface SearchOutcome {
  /** All finished runs, the best first; those too that stand in the store by an earlier plan (another method, more trials). */
  readonly runs: readonly SearchRun[];
  /** Undefined when no run came to an end. */
  readonly best: SearchRun | undefined;
  /** False when the signal stopped it. */
  readonly isComplete: boolean;
}

/** @throws ReelsenseError whatever a trial throws but 'not-finite', which makes it a failed run */
export async function search(task: SearchTask): Promise<SearchOutcome> {
  const { base, space, method, reduction, store } = task;
  const trials = drawTrials(space, base, task.trials, base.seed);
  const rungs = rungsOf(method, trials.length, base.epochs, reduction);
  const keyOf = (trial: number, epochs: number): string => `${trial} ${epochs}`;
  /** Finished earlier, and not come to yet, or not in this plan; they count among the best all the same. */
  const others = new Map((store?.runs ?? []).map((run) => [keyOf(run.trial, run.epochs), run]));
  const runs: SearchRun[] = [];
  const all = (): SearchRun[] => [...runs, ...others.values()];
  const epochsOfTrial = (trial: number, epochs: number): number =>
    epochsOf({ epochs, settings: { ...trials[trial - 1]! } });
  const firstTrials = trials.map((_, index) => index + 1);
  const clock = new SearchClock(
    rungs
      .flatMap(({ epochs, trials: places }) =>
        firstTrials.slice(0, places).map((trial) => epochsOfTrial(trial, epochs)),
      )
      .reduce((sum, epochs) => sum + epochs, 0),
  );
  const total = rungs.reduce((sum, rung) => sum + rung.trials, 0);
  let candidates = firstTrials;
  for (const { epochs, trials: places } of rungs) {
    const rung: SearchRun[] = [];
    for (const trial of candidates.slice(0, places)) {
      const own = epochsOfTrial(trial, epochs);
      const position = () => ({ done: runs.length, total, trial, epochs: own, best: best(all()) });
      const old = others.get(keyOf(trial, epochs));
      const run =
        old ??
        (await runTrial(task, trial, trials[trial - 1]!, epochs, (step) => {
          const secondsLeft = clock.secondsLeft(own, step.secondsLeft);
          task.onProgress?.({ kind: 'step', ...position(), step, secondsLeft });
        }));
      if (run === undefined) return { runs: all().sort(betterRun), best: best(all()), isComplete: false };
      if (old === undefined) await store?.add(run);
      others.delete(keyOf(trial, epochs));
      rung.push(run);
      runs.push(run);
      clock.finish(run);
      const isBest = best(all()) === run;
      const secondsLeft = clock.secondsLeft(0, 0);
      task.onProgress?.({ kind: 'run', ...position(), run, isBest, isOld: old !== undefined, secondsLeft });
    }
    candidates = rung
      .filter(({ result }) => result !== null)
      .sort(betterRun)
      .map(({ trial }) => trial);
  }
  return { runs: all().sort(betterRun), best: best(all()), isComplete: true };
}

/** Undefined when the signal stopped it. */
async function runTrial(
  { base, training, signal }: SearchTask,
  trial: number,
  settings: TrialSettings,
  epochs: number,
  onStep: (step: StepProgress) => void,
): Promise<SearchRun | undefined> {
  if (signal?.aborted === true) return undefined;
  const started = performance.now();
  const facts = { trial, epochs, settings: { ...settings } };
  const seconds = (): number => (performance.now() - started) / 1000;
  const { train, development, unlabelled } = training.split;
  try {
    const trained = await trainClassifier({
      ...training,
      split: { train, development, ...(unlabelled === undefined ? {} : { unlabelled }) },
      configuration: { ...base, epochs, ...settings },
      signal,
      onProgress: (progress) => {
        if (progress.kind === 'step') onStep(progress);
      },
    });
    if (trained === undefined) return undefined;
    const { accuracy, accuracyInterval: interval, logLoss } = trained.development;
    const { bestEpoch, developmentLogits } = trained;
    const calibratedLoss = calibratedLogLoss(
      developmentLogits,
      development.map(({ label }) => label),
    );
    const result = { accuracy, interval, logLoss, calibratedLoss, bestEpoch };
    return { ...facts, result, failure: null, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof ReelsenseError) || error.code !== 'not-finite') throw error;
    return { ...facts, result: null, failure: 'the loss was not finite', seconds: seconds() };
  }
}

function best(runs: readonly SearchRun[]): SearchRun | undefined {
  const [first] = runs.filter(({ result }) => result !== null).sort(betterRun);
  return first;
}

/** The time left, from the seconds that an epoch of the finished runs took. */
class SearchClock {
  private epochs = 0;
  private seconds = 0;

  constructor(private epochsLeft: number) {}

  finish(run: SearchRun): void {
    const epochs = epochsOf(run);
    this.epochsLeft -= epochs;
    if (run.result === null) return; // it ended early
    this.epochs += epochs;
    this.seconds += run.seconds;
  }

  /** @param running epochs of the run under way  @param own seconds until that is done, by its own account */
  secondsLeft(running: number, own: number): number {
    const others = Math.max(0, this.epochsLeft - running);
    if (others === 0) return own;
    return this.epochs === 0 ? Number.NaN : own + (others * this.seconds) / this.epochs;
  }
}
