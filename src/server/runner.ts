/** Something that predicts away from the thread that answers HTTP. */
import type { Prediction } from '../prediction/index.js';

export interface PredictionRunner {
  /** False once it has died; it is then replaced. */
  readonly alive: boolean;
  /**
   * One call at a time. Rejects with `RunnerLostError` when the runner dies over it, and with what the predictor said of
   * the texts otherwise.
   * @returns a prediction for each text, in order
   */
  predictMany(texts: readonly string[]): Promise<Prediction[]>;
  /** Ends it, at once when it is at work. Never rejects. */
  close(): Promise<void>;
}

export type StartRunner = () => Promise<PredictionRunner>;

/** A runner died, or was ended because it took too long, before it had answered. */
export class RunnerLostError extends Error {
  override readonly name = 'RunnerLostError';
}
