/** What the HTTP thread knows of the model that its runners hold. */
import { type ModelBundle, readModelFolder } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import { recordedTest } from '../evaluation/index.js';
import { type Baseline, baselinesFor } from './baselines.js';
import { type ModelFile, readModelFiles } from './model-files.js';

/** A label's probability below it is shown as "unsure". */
export const UNSURE_BELOW = 0.65;

export interface ServedModel {
  readonly name: string;
  /** Identity of the model folder. */
  readonly sha256: string;
  readonly labels: readonly string[];
  /** Most ids of a text that the model reads, the start token included. */
  readonly maximumLength: number;
  readonly about: ModelFacts;
}

/** The model that pages run in browsers, on the reader's own device. */
export interface DeviceModel {
  readonly name: string;
  readonly sha256: string;
  readonly files: readonly ModelFile[];
  /** Share of the test reviews that it reads rightly, as its metrics.json records it; null when it does not. */
  readonly accuracy: number | null;
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
  /** Undefined where browsers run the served model itself. */
  readonly device?: DeviceModel | undefined;
}

/**
 * Reads the model once more than `readModelFolder`: its files as they stand are given out, too.
 * @param deviceFolder of the model for browsers; the served one where it is not given
 * @throws ReelsenseError 'file-not-found', 'damaged-model'; 'invalid-option' for a device model with other labels
 */
export async function readServedModel(
  source: string | ModelBundle,
  deviceFolder?: string,
): Promise<{ bundle: ModelBundle; model: ServedModel }> {
  const bundle = typeof source === 'string' ? await readModelFolder(source) : source;
  const files = typeof source === 'string' ? await readModelFiles(source, bundle.sha256) : [];
  const device = deviceFolder === undefined ? undefined : await readDeviceModel(deviceFolder, bundle);
  return { bundle, model: await servedModel(bundle, files, device) };
}

/** Undefined where it is the served model. */
async function readDeviceModel(folder: string, served: ModelBundle): Promise<DeviceModel | undefined> {
  const { name, sha256, configuration, metrics } = await readModelFolder(folder);
  if (sha256 === served.sha256) return undefined;
  const [theirs, ours] = [configuration, served.configuration].map(({ reelsense }) => reelsense.labels);
  if (theirs!.join('\n') !== ours!.join('\n')) {
    throw new ReelsenseError(
      'invalid-option',
      `The model for browsers, ${name}, has the labels ${theirs!.join(', ')}, and the served one ${ours!.join(', ')}; give one with the same labels.`,
    );
  }
  return {
    name,
    sha256,
    files: await readModelFiles(folder, sha256),
    accuracy: recordedTest(metrics)?.figures.accuracy ?? null,
  };
}

async function servedModel(
  bundle: ModelBundle,
  files: readonly ModelFile[],
  device: DeviceModel | undefined,
): Promise<ServedModel> {
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
      device,
    },
  };
}
