/** Puts the figures of an evaluation into a model folder: metrics.json, the card, and the manifest that vouches for them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelBundle, readModelFolder, writeModelFolder } from '../checkpoint/index.js';
import { describeModel, type RecordedEvaluation, requireMetrics, withEvaluation } from '../training/index.js';

export async function recordEvaluation(
  folder: string,
  bundle: ModelBundle,
  evaluation: RecordedEvaluation,
): Promise<void> {
  const { name, model, tokenizer, tokenizerConfiguration, configuration } = bundle;
  const metrics = withEvaluation(requireMetrics(bundle.metrics, name), evaluation);
  await writeModelFolder(folder, {
    model,
    variants: await readVariants(folder),
    tokenizer,
    tokenizerConfiguration,
    configuration,
    metrics,
    card: describeModel(name, configuration.reelsense.labels, metrics),
  });
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
