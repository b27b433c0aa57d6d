/** A language model to be passed on: the newest checkpoint of its run without what only the run needs, in fewer bits. */
import { basename, join, resolve } from 'node:path';
import { CheckpointStore, listFolder, writeFileAtomically } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { WeightStorage } from '../models/index.js';
import { describeLanguageModel, type StoredPerplexity } from './describe-language-model.js';
import { readTensors, storedTensors } from './language-model-weights.js';
import { heldOutPerplexity } from './pretrain.js';
import { hasReadLast, type PretrainedCheckpoint, pretrainedModel } from './pretrained.js';

export interface LanguageModelExport {
  readonly from: PretrainedCheckpoint;
  /** A folder that is missing or empty. */
  readonly to: string;
  readonly storage: WeightStorage;
  /** The texts that its run read, of which it held some out: to measure on. */
  readonly data?: { readonly name: string; readonly texts: readonly string[] } | undefined;
  readonly signal: AbortSignal;
}

export interface ExportedLanguageModel {
  /** The file's name, which carries the SHA-256 of its content. */
  readonly file: string;
  readonly measured: StoredPerplexity | undefined;
}

/**
 * Nothing is written before all is measured.
 * @throws ReelsenseError 'invalid-option' when something stands in `to`, or `data` holds other texts than the run read;
 *   'no-space'; the signal's reason
 */
export async function exportLanguageModel(task: LanguageModelExport): Promise<ExportedLanguageModel> {
  const { from, to, storage, data, signal } = task;
  const { header, weights, model } = from;
  await requireEmpty(to);
  const stored = { ...header, exported: storage };
  const tensors = storedTensors(weights, model.vocabulary.size, storage);
  let measured: StoredPerplexity | undefined;
  if (data !== undefined) {
    const { name, texts } = data;
    if (!hasReadLast(model, texts)) {
      throw new ReelsenseError(
        'invalid-option',
        `${name} does not hold the texts that the language model read last, of which some were held out to measure on. Give the same --data and --exclude as to "pretrain"; ` +
          'leave --data out where that run had --unlabelled or --limit.',
      );
    }
    const before = await heldOutPerplexity(model, texts, signal);
    const after = await heldOutPerplexity(pretrainedModel(stored, readTensors(tensors)!, ''), texts, signal);
    measured = { data: name, before, after };
  }
  signal.throwIfAborted();
  const store = await CheckpointStore.open(to);
  try {
    const card = describeLanguageModel(basename(resolve(to)), model, storage, measured);
    await writeFileAtomically(join(to, 'README.md'), Buffer.from(card));
    return { file: await store.save({ header: stored, tensors }), measured };
  } finally {
    await store.close();
  }
}

/** @throws ReelsenseError 'invalid-option' naming what stands there */
export async function requireEmpty(folder: string): Promise<void> {
  const [name] = (await listFolder(folder)).filter((entry) => !entry.startsWith('.lock'));
  if (name === undefined) return;
  throw new ReelsenseError(
    'invalid-option',
    `A language model cannot go to ${folder}: it holds ${name}. Give an --out that is empty or not there yet.`,
  );
}
