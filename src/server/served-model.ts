/** What the HTTP thread knows of the model that its runners hold. */
import { type ModelBundle, readModelFolder } from '../checkpoint/index.js';
import { type Baseline, baselinesFor } from './baselines.js';
import { type ModelFile, readModelFiles } from './model-files.js';

export interface ServedModel {
  readonly name: string;
  /** Identity of the model folder. */
  readonly sha256: string;
  readonly labels: readonly string[];
  /** Most ids of a text that the model reads, the start token included. */
  readonly maximumLength: number;
  readonly about: ModelFacts;
}

/** What is told about it. */
export interface ModelFacts {
  readonly architecture: object;
  /** metrics.json as it stands; null when there is none. */
  readonly metrics: object | null;
  /** README.md of the folder; empty when there is none. */
  readonly card: string;
  readonly baselines: readonly Baseline[];
  /** The manifest first; none for a model that was not read from a folder here. */
  readonly files: readonly ModelFile[];
  /** Bytes of the files; without files of the graph alone. */
  readonly bytes: number;
}

/**
 * Reads the model once more than `readModelFolder`: its files as they stand are given out, too.
 * @throws ReelsenseError 'file-not-found', 'damaged-model'
 */
export async function readServedModel(
  source: string | ModelBundle,
): Promise<{ bundle: ModelBundle; model: ServedModel }> {
  const bundle = typeof source === 'string' ? await readModelFolder(source) : source;
  const files = typeof source === 'string' ? await readModelFiles(source, bundle.sha256) : [];
  return { bundle, model: await servedModel(bundle, files) };
}

async function servedModel(bundle: ModelBundle, files: readonly ModelFile[]): Promise<ServedModel> {
  const { name, sha256, configuration, card = '', metrics } = bundle;
  const { labels, maximumLength, architecture } = configuration.reelsense;
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  return {
    name,
    sha256,
    labels,
    maximumLength,
    about: {
      architecture,
      metrics: typeof metrics === 'object' ? metrics : null,
      card,
      baselines: await baselinesFor(metrics),
      files,
      bytes: files.length === 0 ? bundle.model.length : bytes,
    },
  };
}
