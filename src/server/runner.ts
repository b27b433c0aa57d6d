/** Something that predicts away from the thread that answers HTTP. */
import type { ExplainOptions, Explanation } from '../prediction/index.js';
import type { TextOutcome } from './job.js';

export interface PredictionRunner {
  /** False once it has died; it is then replaced. */
  readonly alive: boolean;
  /**
   * One call at a time. Rejects with `RunnerLostError` when the runner dies over it, and with what the predictor failed of
   * otherwise.
   * @returns for each text, in order, its prediction or what is wrong with the text
   */
  predictMany(texts: readonly string[]): Promise<TextOutcome[]>;
  /** As `predictMany`; rejects with a ReelsenseError for a text that cannot be read. */
  explain(text: string, options: ExplainOptions): Promise<Explanation>;
  /** Ends it, at once when it is at work. Never rejects. */
  close(): Promise<void>;
}

export type StartRunner = () => Promise<PredictionRunner>;

/** A runner died, or was ended because it took too long, before it had answered. */
export class RunnerLostError extends Error {
  override readonly name = 'RunnerLostError';
}
