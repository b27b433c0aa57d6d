/** A trained classifier becomes a model folder: calibrated, exported, measured as it is stored, described. */
import { basename, join, resolve } from 'node:path';
import {
  createConfiguration,
  REPORT_FILE,
  readModelFolder,
  writeFileAtomically,
  writeModelFolder,
} from '../checkpoint/index.js';
import type { Split } from '../datasets/index.js';
import { type Evaluation, fitCalibration, renderReport } from '../evaluation/index.js';
import { predictionModel, type WeightStorage } from '../models/index.js';
import { runtimeVersion } from '../runtime/index.js';
import { calibratedParameters } from './calibrated-parameters.js';
import type { TrainingConfiguration } from './configuration.js';
import { describeModel, storageNote } from './describe-model.js';
import { developmentReviews, THRESHOLD } from './measured-development.js';
import {
  createMetrics,
  type DataFacts,
  type ExcludeFacts,
  type ModelMetrics,
  requireMetrics,
} from './model-metrics.js';
import { reviewsSha256 } from './set-aside-reviews.js';
import { storedLogits } from './stored-logits.js';
import type { TrainedClassifier } from './train-classifier.js';

export interface Publication {
  /** Where to; its name becomes the model's. */
  readonly folder: string;
  readonly trained: TrainedClassifier;
  readonly configuration: TrainingConfiguration;
  readonly split: Pick<Split, 'development' | 'counts'>;
  readonly data: DataFacts;
  readonly exclude?: ExcludeFacts | undefined;
  readonly limit?: number | undefined;
  /** What the user typed. */
  readonly command: string;
  readonly storage: WeightStorage;
  /** An identifier of the hub: 'mit'. */
  readonly license: string;
  /** Of the texts, ISO 639-1: 'en'. */
  readonly language: string;
}

export interface Published {
  readonly metrics: ModelMetrics;
  /** The stored model on the development split. */
  readonly development: Evaluation;
  readonly fullPrecision: Evaluation;
  readonly reportPath: string;
}

/**
 * Writes the model and its report.
 * @throws ReelsenseError 'no-space', 'invalid-option' (something else stands in the folder), 'folder-in-use', 'not-finite'
 */
export async function publishClassifier(publication: Publication): Promise<Published> {
  const { folder, trained, configuration, split, storage } = publication;
  const { architecture, labels, tokenizer } = trained;
  const { ids, truth, measure } = developmentReviews(
    split.development,
    labels,
    tokenizer,
    publication.language,
  );
  const calibration = fitCalibration(trained.developmentLogits, truth);
  const parameters = calibratedParameters(trained.parameters, calibration);
  const model = predictionModel(architecture, parameters, storage);
  const { tokenizer: vocabulary, configuration: tokenizerConfiguration } = tokenizer.toJson();

  const development = measure(await storedLogits(model, ids, configuration.threads));
  const fullPrecision = measure(trained.developmentLogits, calibration);

  const created = createMetrics(
    {
      data: {
        ...publication.data,
        split: split.counts,
        developmentSha256: reviewsSha256(split.development),
        exclude: publication.exclude ?? null,
        limit: publication.limit ?? null,
      },
      training: {
        command: publication.command,
        seed: configuration.seed,
        seconds: trained.seconds,
        threads: configuration.threads,
        runtime: runtimeVersion,
        configuration: { ...configuration, ...ownWords(trained) },
        bestEpoch: trained.bestEpoch,
        epochs: trained.history,
        pretraining: trained.pretraining ?? null,
        initial: trained.initial ?? null,
        teachers: trained.teachers,
        unlabelled: trained.unlabelled,
      },
      storage: {
        weights: storage,
        modelBytes: model.byteLength,
        tokenizerBytes: Buffer.byteLength(JSON.stringify(vocabulary)) + 1, // with its line break
        ...calibration,
      },
      card: { license: publication.license, language: publication.language },
    },
    development,
    fullPrecision,
  );
  const metrics = { ...created, evaluations: await recordedOf(folder, model) };
  const name = basename(resolve(folder));
  await writeModelFolder(folder, {
    model,
    tokenizer: vocabulary,
    tokenizerConfiguration,
    configuration: createConfiguration({
      architecture: { ...architecture, pooling: [...architecture.pooling] },
      labels,
      maximumLength: configuration.maximumLength,
      threshold: THRESHOLD,
      temperature: 1,
      vocabularySize: architecture.vocabularySize,
    }),
    metrics,
    card: describeModel(name, labels, metrics),
  });
  const reportPath = join(folder, REPORT_FILE);
  await writeFileAtomically(reportPath, trainingReport(name, metrics, development));
  return { metrics, development, fullPrecision, reportPath };
}

/** A run that began with a model had its words, as many as there are, whatever its settings say. */
function ownWords({ architecture, pretraining, initial }: TrainedClassifier): Partial<TrainingConfiguration> {
  const { vocabularySize } = architecture;
  return (pretraining ?? initial) === undefined ? {} : { vocabularySize };
}

/** What was measured of the very model that is published again: a finished run that was resumed, say. */
async function recordedOf(folder: string, model: Uint8Array): Promise<ModelMetrics['evaluations']> {
  const standing = await readModelFolder(folder).catch(() => undefined);
  if (standing?.metrics === undefined || Buffer.compare(standing.model, model) !== 0) return [];
  return requireMetrics(standing.metrics, standing.name).evaluations;
}

/** report.html: the training curves and the development figures. */
function trainingReport(name: string, metrics: ModelMetrics, development: Evaluation): string {
  const { data, training, storage, developmentFullPrecision } = metrics;
  const { configuration, epochs, bestEpoch, command, ...facts } = training;
  return renderReport({
    title: `${name}: training`,
    model: { name, labels: development.labels, ...storage, ...facts },
    data,
    configuration,
    evaluation: development,
    history: { epochs, bestEpoch },
    command,
    notes: [
      'Measured on the development part, which also chose the epoch and the calibration.',
      storageNote(storage.weights, development, developmentFullPrecision),
    ],
  });
}
