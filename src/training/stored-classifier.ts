/** A classifier as it is stored: calibrated, its weights rounded, measured as it will be used, and written as a model folder. */
import { basename, resolve } from 'node:path';
import { createConfiguration, writeModelFolder } from '../checkpoint/index.js';
import { type Evaluation, fitCalibration } from '../evaluation/index.js';
import {
  type ClassifierArchitecture,
  type ParameterValues,
  predictionModel,
  type WeightStorage,
} from '../models/index.js';
import type { Tokenizer } from '../text/index.js';
import { calibratedParameters } from './calibrated-parameters.js';
import { describeModel } from './describe-model.js';
import { type DevelopmentReviews, THRESHOLD } from './measured-development.js';
import type { ModelMetrics } from './model-metrics.js';
import { storedLogits } from './stored-logits.js';

export interface StoredClassifier {
  readonly architecture: ClassifierArchitecture;
  readonly labels: readonly string[];
  readonly tokenizer: Tokenizer;
  /** The ONNX file. */
  readonly model: Uint8Array<ArrayBuffer>;
  readonly storage: ModelMetrics['storage'];
  /** As it is stored, on the development reviews. */
  readonly development: Evaluation;
  /** The same before its weights were rounded. */
  readonly fullPrecision: Evaluation;
}

export interface ClassifierToStore extends Pick<StoredClassifier, 'architecture' | 'labels' | 'tokenizer'> {
  readonly values: ParameterValues;
  /** What it says of the development reviews, in full precision and uncalibrated; the calibration is fitted on them. */
  readonly logits: readonly Float32Array[];
  readonly reviews: DevelopmentReviews;
  readonly weights: WeightStorage;
  readonly threads: number;
}

/** Calibrates a classifier, rounds its weights and measures what comes of it. */
export async function storeClassifier({
  architecture,
  labels,
  tokenizer,
  values,
  logits,
  reviews: { ids, truth, measure },
  weights,
  threads,
}: ClassifierToStore): Promise<StoredClassifier> {
  const calibration = fitCalibration(logits, truth);
  const model = predictionModel(architecture, calibratedParameters(values, calibration), weights);
  return {
    architecture,
    labels,
    tokenizer,
    model,
    storage: {
      weights,
      modelBytes: model.byteLength,
      tokenizerBytes: Buffer.byteLength(JSON.stringify(tokenizer.toJson().tokenizer)) + 1, // with its line break
      ...calibration,
    },
    development: measure(await storedLogits(model, ids, threads)),
    fullPrecision: measure(logits, calibration),
  };
}

/**
 * Writes it as a model folder, whose name becomes the model's, with its card.
 * @throws ReelsenseError 'no-space', 'invalid-option' (something else stands in the folder), 'folder-in-use'
 */
export async function writeClassifier(
  folder: string,
  { architecture, labels, tokenizer, model }: StoredClassifier,
  metrics: ModelMetrics,
): Promise<void> {
  const written = tokenizer.toJson();
  const { pooling, members } = architecture;
  await writeModelFolder(folder, {
    model,
    tokenizer: written.tokenizer,
    tokenizerConfiguration: written.configuration,
    configuration: createConfiguration({
      architecture: {
        ...architecture,
        pooling: [...pooling],
        ...(members === undefined ? {} : { members: members.map((sizes) => ({ ...sizes })) }),
      },
      labels,
      maximumLength: tokenizer.maximumLength,
      threshold: THRESHOLD,
      temperature: 1, // folded into the weights
      vocabularySize: architecture.vocabularySize,
    }),
    metrics,
    card: describeModel(basename(resolve(folder)), labels, metrics),
  });
}
