/** What metrics.json says, as far as it is there: a model of an older version, or of other data, may lack any part. */
import { type EpochRecord, type EvaluationJson, recordedTest } from '../../evaluation/index.js';

/** The points of the plots are only in the metrics of models that were measured since they are stored. */
export type Measured = Omit<EvaluationJson, PlotParts> & Partial<Pick<EvaluationJson, PlotParts>>;

type PlotParts = 'roc' | 'histogram';

export interface Evaluated {
  readonly figures: Measured;
  /** Where it was measured: 'the test part of ...'. */
  readonly on: string;
  readonly command?: string | undefined;
}

export interface ModelFigures {
  readonly dataName: string | undefined;
  readonly dataHash: string | undefined;
  readonly split: Readonly<Record<string, unknown>>;
  /** On test reviews, which took part in nothing. */
  readonly test: Evaluated | undefined;
  readonly development: Evaluated | undefined;
  readonly epochs: readonly EpochRecord[];
  readonly bestEpoch: number | undefined;
  readonly command: string | undefined;
  readonly seed: number | undefined;
  readonly seconds: number | undefined;
  readonly runtime: string | undefined;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly pretraining: Readonly<Record<string, unknown>> | undefined;
  /** What it learnt from beside the labels, by name. */
  readonly teachers: readonly string[];
  /** The models that were joined into it, with how each does alone on the development part. */
  readonly members: readonly { readonly name: string; readonly accuracy: number | undefined }[];
  /** Whether its weights are the mean of theirs. */
  readonly averaged: boolean;
  readonly license: string | undefined;
}

export function modelFigures(metrics: unknown): ModelFigures {
  const all = record(metrics);
  const [data, training] = [record(all.data), record(all.training)];
  const dataName = text(data.name);
  return {
    dataName,
    dataHash: text(data.sha256),
    split: record(data.split),
    test: testOf(metrics),
    development: isMeasured(all.development)
      ? { figures: all.development, on: 'the development part, which also chose the epoch' }
      : undefined,
    epochs: Array.isArray(training.epochs) ? training.epochs.filter(isEpoch) : [],
    bestEpoch: number(training.bestEpoch),
    command: text(training.command),
    seed: number(training.seed),
    seconds: number(training.seconds),
    runtime: text(training.runtime),
    settings: record(training.configuration),
    pretraining: training.pretraining === undefined ? undefined : record(training.pretraining),
    teachers: names(training.teachers),
    members: list(all.members).map((member) => ({
      name: text(member.name) ?? '',
      accuracy: number(member.accuracy),
    })),
    averaged: all.averaged === true,
    license: text(record(all.card).license),
  };
}

function testOf(metrics: unknown): Evaluated | undefined {
  const test = recordedTest(metrics);
  if (test === undefined || !isMeasured(test.figures)) return undefined;
  const { figures, dataName, command } = test;
  return { figures, on: dataName === undefined ? 'a test part' : `the test part of ${dataName}`, command };
}

function isMeasured(value: unknown): value is Measured {
  const { accuracy, count, labels, confusion, reliability } = record(value);
  return (
    typeof accuracy === 'number' &&
    typeof count === 'number' &&
    [labels, confusion, reliability].every((part) => Array.isArray(part))
  );
}

function isEpoch(value: unknown): value is EpochRecord {
  const { epoch, trainingLoss, developmentLoss, developmentAccuracy } = record(value);
  return [epoch, trainingLoss, developmentLoss, developmentAccuracy].every(
    (part) => typeof part === 'number',
  );
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function list(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(record) : [];
}

/** Of teachers; one that counts more than once is named once. */
function names(value: unknown): string[] {
  return [...new Set(list(value).flatMap(({ name }) => text(name) ?? []))];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
