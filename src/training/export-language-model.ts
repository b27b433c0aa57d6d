/** A language model to be passed on: the newest checkpoint of its run without what only the run needs, in fewer bits. */
import { basename, join, resolve } from 'node:path';
import { CheckpointStore, writeFileAtomically } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { WeightStorage } from '../models/index.js';
import { describeLanguageModel, type StoredPerplexity } from './describe-language-model.js';
import { storedTensors } from './language-model-weights.js';
import { heldOutPerplexity } from './pretrain.js';
import { hasReadAll, type PretrainedModel, readPretrained, readPretrainedCheckpoint } from './pretrained.js';

export interface LanguageModelExport {
  /** Folder of `pretrain`. */
  readonly from: string;
  /** A folder that holds no checkpoint. */
  readonly to: string;
  readonly storage: WeightStorage;
  /** The texts that it read, of which its run held some out: to measure on. */
  readonly data?: { readonly name: string; readonly texts: readonly string[] } | undefined;
}

export interface ExportedLanguageModel {
  readonly model: PretrainedModel;
  /** The file's name, which carries the SHA-256 of its content. */
  readonly file: string;
  readonly measured: StoredPerplexity | undefined;
}

/**
 * @throws ReelsenseError 'invalid-option' when `data` holds other texts than it read; what {@link readPretrained} throws; 'folder-in-use';
 *   'no-space'
 */
export async function exportLanguageModel(task: LanguageModelExport): Promise<ExportedLanguageModel> {
  const { from, to, storage, data } = task;
  const { header, weights, model } = await readPretrainedCheckpoint(from);
  if (data !== undefined && !hasReadAll(model, data.texts)) {
    throw new ReelsenseError(
      'invalid-option',
      `${data.name} does not hold the texts that the language model read, of which some were held out to measure on. Give the same --data and --exclude as to "pretrain", or none.`,
    );
  }
  const store = await CheckpointStore.open(to);
  try {
    const tensors = storedTensors(weights, model.vocabulary.size, storage);
    const file = await store.save({ header: { ...header, exported: storage }, tensors });
    const measured = data === undefined ? undefined : await measure(model, await readPretrained(to), data);
    const card = describeLanguageModel(basename(resolve(to)), model, storage, measured);
    await writeFileAtomically(join(to, 'README.md'), Buffer.from(card));
    return { model, file, measured };
  } finally {
    await store.close();
  }
}

async function measure(
  before: PretrainedModel,
  after: PretrainedModel,
  { name, texts }: NonNullable<LanguageModelExport['data']>,
): Promise<StoredPerplexity> {
  const { configuration } = before.facts;
  const task = { configuration, texts };
  return {
    data: name,
    before: await heldOutPerplexity({ ...task, initial: before }),
    after: await heldOutPerplexity({ ...task, initial: after }),
  };
}
