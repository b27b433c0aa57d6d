/** Puts the figures of an evaluation into a model folder: metrics.json, the card, and the manifest that vouches for them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  changeModelFolder,
  type ModelBundle,
  type ModelFiles,
  readModelFolder,
} from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import { describeModel, type RecordedEvaluation, requireMetrics, withEvaluation } from '../training/index.js';

/** Times to begin again while somebody else writes there, which takes a second or so. */
const ATTEMPTS = 20;
const PAUSE_MILLISECONDS = 500;

/**
 * What the folder says by now stays, such as figures that were recorded while these were measured.
 * @param measured the model that the figures are of
 * @throws ReelsenseError 'invalid-option' where another model stands there by now; what changing a model folder throws
 */
export async function recordEvaluation(
  folder: string,
  measured: Pick<ModelBundle, 'predictionSha256'>,
  evaluation: RecordedEvaluation,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await changeModelFolder(folder, () => withRecord(folder, measured, evaluation));
    } catch (error) {
      const isBusy = error instanceof ReelsenseError && error.code === 'folder-in-use';
      if (!isBusy || attempt === ATTEMPTS) throw error;
      await setTimeout(PAUSE_MILLISECONDS);
    }
  }
}

async function withRecord(
  folder: string,
  measured: Pick<ModelBundle, 'predictionSha256'>,
  evaluation: RecordedEvaluation,
): Promise<ModelFiles> {
  const bundle = await readModelFolder(folder);
  if (bundle.predictionSha256 !== measured.predictionSha256) {
    throw new ReelsenseError(
      'invalid-option',
      `Another model has come to ${folder} while the one that stood there was measured, so its figures were not recorded; measure the new one.`,
    );
  }
  const { name, model, tokenizer, tokenizerConfiguration, configuration } = bundle;
  const metrics = withEvaluation(requireMetrics(bundle.metrics, name), evaluation);
  return {
    model,
    variants: await readVariants(folder),
    tokenizer,
    tokenizerConfiguration,
    configuration,
    metrics,
    card: describeModel(name, configuration.reelsense.labels, metrics),
  };
}

/** The other ONNX files of the model: they stay. */
async function readVariants(folder: string): Promise<Record<string, Uint8Array>> {
  const variants: Record<string, Uint8Array> = {};
  for (const file of await readdir(join(folder, 'onnx'))) {
    const variant = /^model_([a-z0-9]+)\.onnx$/.exec(file)?.[1];
    if (variant !== undefined) variants[variant] = (await readModelFolder(folder, { variant })).model;
  }
  return variants;
}
