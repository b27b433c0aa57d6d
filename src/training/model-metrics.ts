/** metrics.json of a model folder: what was measured, on which data, with which seed and command. */
import { type DatasetFormat, dataIdentity, type SplitCounts } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  type EpochRecord,
  type Evaluation,
  type EvaluationJson,
  evaluationToJson,
} from '../evaluation/index.js';
import type { WeightStorage } from '../models/index.js';
import type { TrainingConfiguration } from './configuration.js';
import type { LanguageModelFacts, PretrainingFacts } from './pretrained.js';
import type { Teacher } from './soft-labels.js';
import type { ExcludeFacts, LabelSource } from './split-facts.js';

const FORMAT_VERSION = 1;

/** Which data it was; the hash tells, not the path. */
export interface DataFacts {
  readonly name: string;
  readonly format: DatasetFormat;
  readonly sha256: string;
}

/** Figures of the published model on other reviews than those of its training; put there by `evaluate --record`. */
export interface RecordedEvaluation {
  readonly part: string;
  readonly data: DataFacts;
  readonly exclude: ExcludeFacts | null;
  readonly command: string;
  readonly figures: EvaluationJson;
  /** The model that it was measured of, where that is what this one was made from by storing it in another way. */
  readonly of?: string;
}

/** How a stored form of the weights did on some reviews. */
export interface MeasuredStorage {
  /** 'onnx/model_fp16.onnx' */
  readonly file: string;
  readonly weights: WeightStorage;
  readonly bytes: number;
  readonly accuracy: number;
  readonly logLoss: number;
  /** Reviews whose label is another than before. */
  readonly changed: number;
}

/** That the weights were stored again, from another model folder; put there by `export`. */
export interface ExportFacts {
  readonly command: string;
  readonly from: { readonly name: string; readonly sha256: string; readonly weights: WeightStorage | null };
  /** The model that the development figures are of: `from`, unless that was exported itself. Missing where they were measured again since. */
  readonly figuresOf?: { readonly name: string; readonly weights: WeightStorage };
  /** Null when it was not measured what the new storage costs. */
  readonly measured: {
    readonly part: string;
    readonly data: DataFacts;
    readonly count: number;
    readonly before: { readonly accuracy: number; readonly logLoss: number };
    readonly after: readonly MeasuredStorage[];
  } | null;
}

/** A classifier that became part of another model. */
export interface MemberFacts {
  readonly name: string;
  readonly sha256: string;
  /** Of it alone, on the development split. */
  readonly accuracy: number;
  readonly training: ModelMetrics['training'];
  /** Whose weights it is the mean of, where it is one. */
  readonly members?: readonly MemberFacts[];
}

/** All trainings that went into a model. */
export function trainingsOf({
  training,
  members,
}: Pick<MemberFacts, 'training' | 'members'>): ModelMetrics['training'][] {
  return members === undefined ? [training] : members.flatMap(trainingsOf);
}

/** That a model was calibrated again, and on which texts; put there by `calibrate`. */
export interface RecalibrationFacts {
  readonly command: string;
  readonly from: { readonly name: string; readonly sha256: string };
  /** 'development', 'train', 'train and development' or 'all'. */
  readonly part: string;
  readonly data: DataFacts;
  readonly count: number;
  /** Whether the texts are the development part of its training, so that the development figures are of the model as it is now. */
  readonly isDevelopment: boolean;
  /** SHA-256 of the sorted ids of the test part, which was left out. Missing where all was taken, and of the data of its training. */
  readonly testSha256?: string;
  /** That `from` had been calibrated again itself, of which a part may have stayed. */
  readonly earlier?: RecalibrationFacts;
}

/** 'the test part of mine', 'all of mine' */
export function partOf(part: string, { name }: Pick<DataFacts, 'name'>): string {
  return part === 'all'
    ? `all of ${name}`
    : `the ${part} part${part.includes(' and ') ? 's' : ''} of ${name}`;
}

/** The classifier that a training began with. */
export interface InitialClassifierFacts {
  readonly name: string;
  readonly sha256: string;
  /** Which of the models that it was joined from, where it was. */
  readonly member?: { readonly name: string; readonly sha256: string };
  /** How that was made itself. Missing where its folder does not tell, and in models of before. */
  readonly training?: Lineage;
}

/** What is told of a training in the metrics of a model that began with its result. */
export type Lineage = Omit<
  ModelMetrics['training'],
  'threads' | 'runtime' | 'bestEpoch' | 'epochs' | 'learntFrom'
>;

export function lineageOf({ training }: Pick<ModelMetrics, 'training'>): Lineage {
  const {
    threads: _threads,
    runtime: _runtime,
    bestEpoch: _bestEpoch,
    epochs: _epochs,
    learntFrom: _learntFrom,
    ...lineage
  } = training;
  return lineage;
}

/** Seconds in steps of all that went into a model, what it began with too; what stands in it twice, such as the language model of two members, counts once. */
export function secondsOf(model: Pick<MemberFacts, 'training' | 'members'>): number {
  const seconds = new Map<string, number>();
  const addLanguageModel = ({ checkpoint, seconds: own, before }: LanguageModelFacts): void => {
    seconds.set(checkpoint, own);
    if (before !== undefined) addLanguageModel(before);
  };
  const add = ({ command, seconds: own, pretraining, initial }: Lineage): void => {
    seconds.set(`${command} in ${own} s`, own);
    if (pretraining != null) addLanguageModel(pretraining);
    if (initial?.training !== undefined) add(initial.training);
  };
  for (const training of trainingsOf(model)) add(training);
  return [...seconds.values()].reduce((sum, own) => sum + own, 0);
}

/** Whether it, or what it began with, may have read texts of the development part without their labels. */
export function mayHaveReadDevelopment({ pretraining, initial }: Lineage): boolean {
  return (
    pretraining?.sameTexts === false ||
    (initial?.training !== undefined && mayHaveReadDevelopment(initial.training))
  );
}

export interface ModelMetrics {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly data: DataFacts & {
    readonly split: SplitCounts;
    /** SHA-256 of the ids of the development reviews. Missing in models of before. */
    readonly developmentSha256?: string;
    readonly exclude: ExcludeFacts | null;
    readonly limit: number | null;
  };
  readonly training: {
    readonly command: string;
    readonly seed: number;
    /** In steps, over all sittings. */
    readonly seconds: number;
    readonly threads: number;
    readonly runtime: string;
    readonly configuration: TrainingConfiguration;
    readonly bestEpoch: number;
    readonly epochs: readonly EpochRecord[];
    /** The language model that it began with. */
    readonly pretraining: PretrainingFacts | null;
    /** The classifier that it began with. Missing in models of before. */
    readonly initial?: InitialClassifierFacts | null;
    /** Models whose probabilities it learnt from, on unlabelled texts too. Missing in models of before. */
    readonly teachers?: readonly Teacher[];
    /** Texts without labels that it learnt from. Missing in models of before. */
    readonly unlabelled?: number;
    /** Whose labels it owes something to, through what it began with and its teachers. Missing where there are none, and in models of before. */
    readonly learntFrom?: readonly LabelSource[];
  };
  /** The classifiers that `join` made it of; `training` is then that of the one that set the fewest reviews aside, with the seconds of all. */
  readonly members?: readonly MemberFacts[];
  /** The weights are the mean of theirs: `join --average`. */
  readonly averaged?: true;
  readonly storage: {
    readonly weights: WeightStorage;
    readonly modelBytes: number;
    readonly tokenizerBytes: number;
    /** Fitted on the development split and folded into the weights. */
    readonly temperature: number;
    /** Added to the logit of the second of two labels after that; absent in models of before there was one. */
    readonly bias?: number;
  };
  /** Of the model as it is stored, on the development split (which also chose the epoch and the temperature). */
  readonly development: EvaluationJson;
  /** The same before the weights were stored in fewer bits. */
  readonly developmentFullPrecision: HeadlineFigures;
  readonly evaluations: readonly RecordedEvaluation[];
  /** Only of a model whose weights were stored again. */
  readonly export?: ExportFacts;
  /** Only of a model that was calibrated again. */
  readonly calibration?: RecalibrationFacts;
  readonly card: { readonly license: string; readonly language: string };
}

export type HeadlineFigures = Pick<Evaluation, 'accuracy' | 'count' | 'rocAuc' | 'logLoss' | 'brier' | 'ece'>;

export function createMetrics(
  facts: Omit<ModelMetrics, 'formatVersion' | 'development' | 'developmentFullPrecision' | 'evaluations'>,
  stored: Evaluation,
  fullPrecision: Evaluation,
): ModelMetrics {
  return {
    formatVersion: FORMAT_VERSION,
    ...facts,
    development: evaluationToJson(stored),
    developmentFullPrecision: headlineOf(fullPrecision),
    evaluations: [],
  };
}

export function headlineOf(evaluation: Evaluation): HeadlineFigures {
  const { accuracy, count, rocAuc, logLoss, brier, ece } = evaluation;
  return { accuracy, count, rocAuc, logLoss, brier, ece };
}

/** The metrics with `evaluation` in the place of an earlier one on the same reviews. */
export function withEvaluation(metrics: ModelMetrics, evaluation: RecordedEvaluation): ModelMetrics {
  const sameReviews = (other: RecordedEvaluation): boolean =>
    other.part === evaluation.part &&
    dataIdentity(other.data.sha256) === dataIdentity(evaluation.data.sha256) &&
    other.exclude?.sha256 === evaluation.exclude?.sha256;
  return {
    ...metrics,
    evaluations: [...metrics.evaluations.filter((other) => !sameReviews(other)), evaluation],
  };
}

/** The metrics of a model whose weights were stored again as `weights` in `modelBytes` bytes. */
export function withExport(
  metrics: ModelMetrics,
  facts: Omit<ExportFacts, 'figuresOf'>,
  { weights, modelBytes }: Pick<ModelMetrics['storage'], 'weights' | 'modelBytes'>,
): ModelMetrics {
  const figuresOf = metrics.export?.figuresOf ?? {
    name: developmentOf(metrics) ?? facts.from.name,
    weights: metrics.storage.weights,
  };
  return {
    ...metrics,
    storage: { ...metrics.storage, weights, modelBytes },
    evaluations: metrics.evaluations.map((evaluation) => ({ of: facts.from.name, ...evaluation })),
    export: { ...facts, figuresOf },
  };
}

/** The model that the development figures are of, where they were not measured again when its weights were stored or calibrated again. */
export function developmentOf({ export: exported, calibration }: ModelMetrics): string | undefined {
  if (exported?.figuresOf !== undefined) return exported.figuresOf.name;
  let name: string | undefined;
  for (let last = calibration; last !== undefined && !last.isDevelopment; last = last.earlier)
    name = last.from.name;
  return name;
}

/**
 * metrics.json as it was read. The folder's manifest vouches for its bytes; this only tells whether this version wrote it.
 * @throws ReelsenseError 'damaged-model' for other metrics or none
 */
export function requireMetrics(metrics: unknown, name: string): ModelMetrics {
  const found = metrics as Partial<ModelMetrics> | undefined;
  if (found?.formatVersion === FORMAT_VERSION && found.training !== undefined && found.data !== undefined) {
    return found as ModelMetrics;
  }
  const what = metrics === undefined ? 'has no metrics.json' : 'has a metrics.json of another kind';
  throw new ReelsenseError(
    'damaged-model',
    `The model ${name} ${what}, so nothing is known of its training. Use a model folder that \`reelsense train\` wrote.`,
  );
}
