/** A trained classifier becomes a model folder: calibrated, exported, measured as it is stored, described. */
import { basename, join, resolve } from 'node:path';
import { REPORT_FILE, readModelFolder, writeFileAtomically } from '../checkpoint/index.js';
import type { Split } from '../datasets/index.js';
import { type Evaluation, renderReport } from '../evaluation/index.js';
import { requireStorage, type WeightStorage } from '../models/index.js';
import { runtimeVersion } from '../runtime/index.js';
import type { TrainingConfiguration } from './configuration.js';
import { storageNote } from './describe-model.js';
import { developmentReviews } from './measured-development.js';
import { createMetrics, type DataFacts, type ModelMetrics, requireMetrics } from './model-metrics.js';
import { reviewsSha256 } from './set-aside-reviews.js';
import type { ExcludeFacts } from './split-facts.js';
import { storeClassifier, writeClassifier } from './stored-classifier.js';
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
 * @throws ReelsenseError 'no-space', 'invalid-option' (something else stands in the folder, or the storage is none), 'folder-in-use', 'not-finite'
 */
export async function publishClassifier(publication: Publication): Promise<Published> {
  requireStorage(publication.storage);
  const { folder, trained, configuration, split, language } = publication;
  const { architecture, labels, tokenizer } = trained;
  const { name, format, sha256 } = publication.data; // a whole data set would do as well, and its texts are to stay where they are
  const stored = await storeClassifier({
    architecture,
    labels,
    tokenizer,
    values: trained.parameters,
    logits: trained.developmentLogits,
    reviews: developmentReviews(split.development, labels, tokenizer, language),
    weights: publication.storage,
    threads: configuration.threads,
  });
  const { storage, development, fullPrecision } = stored;
  const created = createMetrics(
    {
      data: {
        ...{ name, format, sha256 },
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
        ...(trained.learntFrom.length === 0 ? {} : { learntFrom: trained.learntFrom }),
      },
      storage,
      card: { license: publication.license, language },
    },
    development,
    fullPrecision,
  );
  const metrics = { ...created, evaluations: await recordedOf(folder, stored.model) };
  await writeClassifier(folder, stored, metrics);
  const reportPath = join(folder, REPORT_FILE);
  await writeFileAtomically(reportPath, trainingReport(basename(resolve(folder)), metrics, development));
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
  const { configuration, epochs, bestEpoch, command, learntFrom: _, ...facts } = training;
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
