/** What the server's HTTP API answers; src/server is the other side of it. */
import type { Explanation, Prediction } from '../../prediction/index.js';

export type { SentenceScore } from '../../prediction/index.js';
export type { Explanation, Prediction };

export interface ModelIdentity {
  readonly name: string;
  readonly sha256: string;
}

export interface PredictAnswer {
  readonly model: ModelIdentity;
  readonly predictions: readonly Prediction[];
}

export interface ExplainAnswer {
  readonly model: ModelIdentity;
  readonly explanation: Explanation;
}

export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Baseline {
  readonly name: string;
  readonly accuracy: number;
  readonly outsideData: 'none' | 'yes' | 'lexicon';
  readonly source: 'measured' | 'published';
  readonly note?: string;
}

export interface ModelLimits {
  readonly maximumBodyBytes: number;
  readonly maximumTextCharacters: number;
  readonly maximumTexts: number;
  readonly maximumTokens: number;
}

/** GET /api/v1/model */
export interface ModelFacts {
  readonly model: ModelIdentity;
  readonly labels: readonly string[];
  /** A label whose probability is below it is shown as "unsure". */
  readonly unsureBelow: number;
  /** Whether the server reads only for those who have a key of it. */
  readonly needsKey: boolean;
  /** Of all files of the model folder. */
  readonly bytes: number;
  readonly architecture: Readonly<Record<string, unknown>>;
  readonly limits: ModelLimits;
  /** metrics.json as it stands; absent when the model has none. */
  readonly metrics?: unknown;
  /** README.md of the model folder. */
  readonly card?: string;
  readonly baselines: readonly Baseline[];
  readonly files: readonly ModelFile[];
  readonly device: DeviceModel;
}

/** What the page runs in a browser: the model itself, or a smaller one. */
export interface DeviceModel {
  readonly model: ModelIdentity;
  /** Where its files are, below the root of the pages. */
  readonly path: string;
  readonly files: readonly ModelFile[];
  readonly accuracy: number | null;
}
