/** Whose labels a model has learnt from: those of its own training, and at second hand those that what it began with and its teachers had learnt from. */
import { canonicalJson } from '../checkpoint/index.js';
import type { NgramOrigin } from '../ngrams/index.js';
import { type ModelMetrics, trainingsOf } from './model-metrics.js';
import { type LabelSource, splitSettings } from './split-facts.js';

/** A model by what it tells of its making: undefined where it tells nothing. */
export type ToldModel = { readonly name: string } & (
  | { readonly metrics: ModelMetrics | undefined }
  | { readonly origin: NgramOrigin | undefined }
);

/** Its own training first; what models of before owe to others is not known. */
export function labelSourcesOf(model: ToldModel): LabelSource[] {
  const { name } = model;
  if ('origin' in model) {
    if (model.origin === undefined) return [];
    const { learntFrom = [], ...origin } = model.origin;
    return [{ name, origin }, ...(learntFrom as LabelSource[])];
  }
  const { metrics } = model;
  if (metrics === undefined) return [];
  const { sha256, exclude, limit, developmentSha256 } = metrics.data;
  const { train, development, groups } = metrics.data.split;
  const split = {
    data: {
      ...{ sha256, exclude, limit },
      split: { train, development, ...(groups === undefined ? {} : { groups }) },
      ...(developmentSha256 === undefined ? {} : { developmentSha256 }),
    },
    training: { configuration: splitSettings(metrics.training.configuration) },
  };
  return [{ name, split }, ...trainingsOf(metrics).flatMap(({ learntFrom = [] }) => learntFrom)];
}

/** Of those that set the same reviews aside the first: generations of models would fill their metrics with them. */
export function distinctSources(sources: readonly LabelSource[]): LabelSource[] {
  const byFacts = new Map<string, LabelSource>();
  for (const source of sources) {
    const { name: _, ...facts } = source;
    const key = canonicalJson(facts); // the order of keys is another in what was read from a file
    if (!byFacts.has(key)) byFacts.set(key, source);
  }
  return [...byFacts.values()];
}
