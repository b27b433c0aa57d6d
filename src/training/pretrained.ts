/** Reads a pretrained language model from the newest checkpoint of its run. */
import { readNewestCheckpoint } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import { embeddingName, type LanguageModelArchitecture, languageModelParameters } from '../models/index.js';
import { elementCount } from '../onnx/index.js';
import { Vocabulary } from '../text/index.js';
import type { PretrainingConfiguration } from './pretraining-configuration.js';
import type { RunPosition } from './training-state.js';

export interface PretrainedModel {
  readonly vocabulary: Vocabulary;
  readonly architecture: LanguageModelArchitecture;
  /** By name; those that a classifier has too are named as there. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly configuration: PretrainingConfiguration;
  /** The checkpoint it came from; its name carries the SHA-256 of its content. */
  readonly file: string;
  /** Epochs and steps of pretraining that are in it, seconds they took, and the last perplexity measured. */
  readonly epochs: number;
  readonly steps: number;
  readonly seconds: number;
  readonly perplexity: number | undefined;
}

/** What a language model's checkpoints carry in their header: settings, data and the words. */
interface PretrainedHeader {
  readonly position: RunPosition;
  readonly fingerprint: PretrainingConfiguration & { readonly words: readonly string[] };
}

/** @throws ReelsenseError 'file-not-found' when the folder holds no run, 'damaged-checkpoint' when it holds another kind */
export async function readPretrained(folder: string): Promise<PretrainedModel> {
  const checkpoint = await readNewestCheckpoint(folder);
  if (checkpoint === undefined) {
    throw new ReelsenseError(
      'file-not-found',
      `${folder} holds no pretrained language model; make one with "pretrain"`,
    );
  }
  const { position, fingerprint } = checkpoint.header as unknown as PretrainedHeader;
  if (!Array.isArray(fingerprint?.words)) {
    throw new ReelsenseError(
      'damaged-checkpoint',
      `${checkpoint.file} in ${folder} is no language model's checkpoint`,
    );
  }
  const { words, ...configuration } = fingerprint;
  const vocabulary = new Vocabulary(words);
  const { embeddingSize, hiddenSize, bidirectional } = configuration;
  const architecture = { vocabularySize: vocabulary.size, embeddingSize, hiddenSize, bidirectional };
  const take = (name: string): Float32Array => {
    const values = checkpoint.tensors[name];
    if (!(values instanceof Float32Array)) {
      throw new ReelsenseError('damaged-checkpoint', `${checkpoint.file} in ${folder} has no ${name}`);
    }
    return values;
  };
  const dense = take('dense.values');
  const parameters = new Map([[embeddingName, take('embedding.values')]]);
  let start = 0;
  for (const { name, shape } of languageModelParameters(architecture)) {
    const count = elementCount(shape);
    parameters.set(name, dense.slice(start, start + count));
    start += count;
  }
  return {
    vocabulary,
    architecture,
    parameters,
    configuration,
    file: checkpoint.file,
    epochs: position.epoch,
    steps: position.step,
    seconds: position.history.reduce((sum, { seconds }) => sum + seconds, position.seconds),
    perplexity: position.history.at(-1)?.developmentLoss,
  };
}
