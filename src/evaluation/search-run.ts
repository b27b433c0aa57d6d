/** One training run of a hyper-parameter search, and which of two did better. */
import type { Interval } from './interval.js';

export interface SearchRun {
  /** Which settings, from 1; 1 is the settings that the search began with. */
  readonly trial: number;
  /** What its round of the search gives each trial; {@link epochsOf} a run whose settings have a number of their own. */
  readonly epochs: number;
  /** The settings that the search tries, with their values. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** On the development part; null for a run that failed. */
  readonly result: {
    readonly accuracy: number;
    readonly interval: Interval; // 95 %
    readonly logLoss: number;
    /** Log loss at the calibration that suits the kept epoch best. */
    readonly calibratedLoss: number;
    readonly bestEpoch: number;
  } | null;
  /** Why it failed. */
  readonly failure: string | null;
  readonly seconds: number;
}

/** How many epochs a run was to have. */
export function epochsOf({ epochs, settings }: Pick<SearchRun, 'epochs' | 'settings'>): number {
  return typeof settings.epochs === 'number' ? settings.epochs : epochs;
}

/** For sorting, the better one first: trained for longer, then with less calibrated loss, then more accurate, then with less loss as it is; failed ones last. */
export function betterRun(a: SearchRun, b: SearchRun): number {
  if (a.result === null || b.result === null) return Number(a.result === null) - Number(b.result === null);
  return (
    b.epochs - a.epochs ||
    a.result.calibratedLoss - b.result.calibratedLoss ||
    b.result.accuracy - a.result.accuracy ||
    a.result.logLoss - b.result.logLoss ||
    a.trial - b.trial
  );
}
