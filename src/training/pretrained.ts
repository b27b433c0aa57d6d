/** Reads a pretrained language model from the newest checkpoint of its run. */
import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { isModelFolder, passedOver, readNewestCheckpoint } from '../checkpoint/index.js';
import type { Split } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  embeddingName,
  type LanguageModelArchitecture,
  languageModelParameters,
  type WeightStorage,
} from '../models/index.js';
import { elementCount } from '../onnx/index.js';
import { Vocabulary } from '../text/index.js';
import { type LanguageModelWeights, readTensors } from './language-model-weights.js';
import type { PretrainingConfiguration } from './pretraining-configuration.js';
import { lastPerplexity, type PretrainingEpoch } from './pretraining-epoch.js';
import type { RunPosition } from './training-state.js';

/** What is told of a language model. */
export interface LanguageModelFacts {
  /** Its name carries the SHA-256 of its content. */
  readonly checkpoint: string;
  readonly epochs: number;
  readonly steps: number;
  /** In steps, over all sittings. */
  readonly seconds: number;
  /** The last one measured on held-out texts. */
  readonly perplexity: number | null;
  /** The checkpoint that the run began with, where it began with one. */
  readonly initial?: string;
  /** How that was made itself. Missing in runs of before it was told. */
  readonly before?: LanguageModelFacts;
  /** How many words it added to those of what it began with; missing where it kept them, and in runs of before it was told. */
  readonly newWords?: number;
  /** True where what it began with had read texts that were held out, so that the perplexity is too good; 'maybe' where it had read other lists of texts, which may hold them. */
  readonly heldOutWasRead?: true | 'maybe';
  /** How its weights were stored when it was exported; missing where it is a run's own checkpoint. */
  readonly exported?: WeightStorage;
  readonly configuration: PretrainingConfiguration;
}

/** The same in the metrics of a classifier that began with it. */
export interface PretrainingFacts extends LanguageModelFacts {
  /**
   * Whether it read exactly the training and unlabelled texts of the split that the classifier was trained on, or of one that sets
   * more reviews aside. If not, it may have read development texts, and figures on those may be too good.
   */
  readonly sameTexts: boolean;
}

export interface PretrainedModel {
  readonly kind: 'language-model';
  readonly vocabulary: Vocabulary;
  readonly architecture: LanguageModelArchitecture;
  /** By name; those that a classifier has too are named as there. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** The settings that a classifier shares with it. */
  readonly sizes: {
    readonly embeddingSize: number;
    readonly hiddenSize: number;
    readonly bidirectional: boolean;
  };
  /** SHA-256 of the texts it was pretrained on, as {@link textsSha256} has it; first those of what it began with, if others. */
  readonly texts: readonly string[];
  /** By which texts were held out: the split seed; in runs of before it, the run's. */
  readonly heldOutSeed: number;
  readonly facts: LanguageModelFacts;
  /** Newer checkpoints of its folder that are damaged, a sentence each. */
  readonly passedOver?: readonly string[];
}

/** What a language model's checkpoints carry in their header: settings, data and the words. */
interface PretrainedHeader {
  readonly position: RunPosition<PretrainingEpoch>;
  readonly fingerprint: PretrainingConfiguration & {
    readonly words: readonly string[];
    readonly texts: string;
    readonly vocabulary: string;
    readonly runtime: string;
    readonly softmax?: string;
    readonly heldOut?: string;
    readonly initial?: InitialLanguageModel;
    readonly beginning?: Beginning;
  };
  readonly exported?: WeightStorage;
}

/** What a run of pretraining began with. */
export interface InitialLanguageModel {
  readonly checkpoint: string;
  readonly texts: readonly string[];
}

/** What the model of a run that went on from another's owes to that, as {@link LanguageModelFacts} has it. */
export interface Beginning {
  /** Missing in runs of before it was told. */
  readonly before?: LanguageModelFacts;
  readonly newWords?: number;
  readonly heldOutWasRead: boolean | 'maybe';
}

export interface PretrainedCheckpoint {
  readonly header: Readonly<Record<string, unknown>>;
  readonly weights: LanguageModelWeights;
  readonly model: PretrainedModel;
}

/** @throws ReelsenseError 'file-not-found' when the folder holds no run, 'damaged-checkpoint' when it holds another kind */
export async function readPretrained(folder: string): Promise<PretrainedModel> {
  return (await readPretrainedCheckpoint(folder)).model;
}

/** The same with what the file says of its making, and its weights as they lie there. @throws as {@link readPretrained} */
export async function readPretrainedCheckpoint(folder: string): Promise<PretrainedCheckpoint> {
  const checkpoint = await readNewestCheckpoint(folder);
  if (checkpoint === undefined) {
    const isClassifier = await isModelFolder(folder);
    throw new ReelsenseError(
      isClassifier ? 'invalid-option' : 'file-not-found',
      isClassifier
        ? `${folder} is a classifier, not a language model; give the folder of one that "pretrain" made.`
        : `There is no language model in ${folder}; give the folder, not a file in it, that "pretrain" made.`,
    );
  }
  const { header, tensors, file, rejected } = checkpoint;
  if (!Array.isArray((header as unknown as PretrainedHeader).fingerprint?.words)) {
    throw new ReelsenseError(
      'damaged-checkpoint',
      `${file} in ${folder} is no language model's checkpoint; give the folder of one that "pretrain" made.`,
    );
  }
  const weights = readTensors(tensors);
  if (weights === undefined)
    throw new ReelsenseError(
      'damaged-checkpoint',
      `${file} in ${folder} lacks weights; take another copy of it.`,
    );
  const model = pretrainedModel(header, weights, basename(file));
  return { header, weights, model: { ...model, passedOver: rejected.map(passedOver) } };
}

/** @param checkpoint the name of its file */
export function pretrainedModel(
  header: Readonly<Record<string, unknown>>,
  weights: LanguageModelWeights,
  checkpoint: string,
): PretrainedModel {
  const { position, fingerprint, exported } = header as unknown as PretrainedHeader;
  const {
    words,
    texts,
    initial,
    vocabulary: _vocabulary,
    runtime: _runtime,
    softmax: _softmax,
    heldOut,
    beginning,
    ...configuration
  } = fingerprint;
  const vocabulary = new Vocabulary(words);
  const { embeddingSize, hiddenSize, bidirectional } = configuration;
  const architecture = { vocabularySize: vocabulary.size, embeddingSize, hiddenSize, bidirectional };
  const parameters = new Map([[embeddingName, weights.embedding]]);
  let start = 0;
  for (const { name, shape } of languageModelParameters(architecture)) {
    const count = elementCount(shape);
    parameters.set(name, weights.dense.slice(start, start + count));
    start += count;
  }
  const { epoch, step, history, seconds } = position;
  const heldOutSeed = heldOut === undefined ? configuration.seed : configuration.splitSeed;
  // Runs of before did not tell: one with another seed held out what the first one had read.
  const heldOutWasRead =
    beginning?.heldOutWasRead ?? (initial !== undefined && heldOutSeed !== configuration.splitSeed);
  return {
    kind: 'language-model',
    vocabulary,
    architecture,
    parameters,
    sizes: { embeddingSize, hiddenSize, bidirectional },
    heldOutSeed,
    texts: [...(initial?.texts ?? []).filter((read) => read !== texts), texts],
    facts: {
      checkpoint,
      epochs: epoch,
      steps: step,
      seconds: history.reduce((sum, record) => sum + record.seconds, seconds),
      perplexity: lastPerplexity(history) ?? null,
      ...(initial === undefined ? {} : { initial: initial.checkpoint }),
      ...(beginning?.before === undefined ? {} : { before: beginning.before }),
      ...(beginning?.newWords === undefined ? {} : { newWords: beginning.newWords }),
      ...(heldOutWasRead ? { heldOutWasRead } : {}),
      ...(exported === undefined ? {} : { exported }),
      configuration,
    },
  };
}

/** Whether it read exactly the training and unlabelled texts of this split, and so none that is set aside. */
export function hasReadExactly(
  { texts }: PretrainedModel,
  { train, unlabelled = [] }: Pick<Split, 'train'> & Partial<Pick<Split, 'unlabelled'>>,
): boolean {
  const sha256 = textsSha256([...train, ...unlabelled].map(({ text }) => text));
  return texts.every((read) => read === sha256);
}

/** Whether its last run read these texts, in this order, and no others; it may have begun with what read more. */
export function hasReadLast({ texts: read }: PretrainedModel, texts: readonly string[]): boolean {
  return read.at(-1) === textsSha256(texts);
}

/** Identifies a list of texts, in their order. */
export function textsSha256(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex');
}
