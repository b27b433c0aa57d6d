/** What the HTTP thread knows of the model that its runners hold. */
import type { ModelBundle } from '../checkpoint/index.js';

export interface ServedModel {
  readonly name: string;
  /** Identity of the model folder. */
  readonly sha256: string;
  readonly labels: readonly string[];
  /** Most ids of a text that the model reads, the start token included. */
  readonly maximumLength: number;
}

export function servedModel({ name, sha256, configuration }: ModelBundle): ServedModel {
  const { labels, maximumLength } = configuration.reelsense;
  return { name, sha256, labels, maximumLength };
}
