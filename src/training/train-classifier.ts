/** Trains a classifier from a split of labelled reviews: vocabulary, ids, memory, threads, loop. */
import { join } from 'node:path';
import {
  CheckpointStore,
  checkModelTarget,
  createRunLog,
  type RunLog,
  TRAINING_FOLDER,
} from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { EpochRecord, Evaluation } from '../evaluation/index.js';
import { type ClassifierArchitecture, embeddingName } from '../models/index.js';
import { Tokenizer } from '../text/index.js';
import { buildVocabulary } from './build-vocabulary.js';
import { classifierFingerprint } from './classifier-fingerprint.js';
import { architectureOf, classifierMemory, classifierReplicas } from './classifier-setup.js';
import { developmentEvaluation, developmentLogits } from './development.js';
import { requireDevice } from './device.js';
import { encodeReviews } from './encoded-reviews.js';
import { missingSentences } from './epoch-reviews.js';
import { beginWith } from './initial-model.js';
import { distinctSources, labelSourcesOf } from './label-sources.js';
import { parameterValues } from './memory.js';
import type { InitialClassifierFacts } from './model-metrics.js';
import type { PretrainingFacts } from './pretrained.js';
import type { Replica } from './replica.js';
import { createReplicas } from './replicas.js';
import { loadToGoOn, rewindLog } from './resumption.js';
import { refuseOldRun } from './run-guards.js';
import { hasReadNoDevelopment } from './set-aside-reviews.js';
import type { Teacher } from './soft-labels.js';
import type { LabelSource } from './split-facts.js';
import { Trainer } from './trainer.js';
import { trainingReviews, unlabelledReviews } from './training-reviews.js';
import { freshPosition, restoreState } from './training-state.js';
import type { TrainingTask } from './training-task.js';

export interface TrainedClassifier {
  readonly architecture: ClassifierArchitecture;
  readonly labels: readonly string[];
  readonly tokenizer: Tokenizer;
  /** The best epoch's parameters by name. */
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly history: readonly EpochRecord[];
  readonly bestEpoch: number;
  /** Figures of the best epoch on the development split, at full precision. */
  readonly development: Evaluation;
  readonly developmentLogits: readonly Float32Array[];
  /** Seconds spent in steps, over all sittings. */
  readonly seconds: number;
  /** The language model that it began with. */
  readonly pretraining: PretrainingFacts | undefined;
  /** The classifier that it began with. */
  readonly initial: InitialClassifierFacts | undefined;
  readonly teachers: readonly Teacher[];
  /** Unlabelled texts that it learnt from. */
  readonly unlabelled: number;
  /** Whose labels it owes something to, but for its own. */
  readonly learntFrom: readonly LabelSource[];
}

/**
 * Trains to the end, or to a request to stop.
 * @returns undefined when the signal stopped the run; its checkpoint is in the folder
 * @throws ReelsenseError 'resume-mismatch', 'damaged-checkpoint', 'folder-in-use', 'not-finite', 'no-space', 'too-few-labels'
 */
export async function trainClassifier(
  task: TrainingTask & { readonly signal?: undefined },
): Promise<TrainedClassifier>;
export async function trainClassifier(task: TrainingTask): Promise<TrainedClassifier | undefined>;
export async function trainClassifier(task: TrainingTask): Promise<TrainedClassifier | undefined> {
  const { configuration, labels, split, folder } = task;
  if (split.train.length === 0 || split.development.length === 0) {
    throw new ReelsenseError(
      'invalid-option',
      `Training needs reviews in both parts, but there are ${split.train.length.toLocaleString('en')} to train on and ` +
        `${split.development.length.toLocaleString('en')} for development; give more data or another development fraction.`,
    );
  }
  await requireDevice(configuration);
  const trainingFolder = folder === undefined ? undefined : join(folder, TRAINING_FOLDER);
  if (folder !== undefined) await checkModelTarget(folder);
  if (trainingFolder !== undefined && task.resume !== true) await refuseOldRun(trainingFolder);
  const store = trainingFolder === undefined ? undefined : await CheckpointStore.open(trainingFolder);
  let replicas: Replica[] = [];
  let log: RunLog | undefined;
  try {
    log = trainingFolder === undefined ? undefined : await createRunLog(trainingFolder);
    const tokenizer = new Tokenizer(
      task.initial?.vocabulary ??
        buildVocabulary(
          split.train.map(({ text }) => text),
          configuration,
        ),
      configuration,
    );
    const architecture = architectureOf(configuration, tokenizer.vocabulary.size, labels.length);
    const unlabelled = unlabelledReviews(task);
    const training = trainingReviews(task, unlabelled, tokenizer);
    const missing = missingSentences(training.counts, configuration);
    if (missing !== undefined) task.onProgress?.({ kind: 'note', message: missing });
    const development = encodeReviews(split.development, tokenizer, configuration.maximumLength);
    const memory = classifierMemory(architecture, configuration);
    if (task.initial !== undefined) beginWith(task.initial, memory, architecture, labels);
    const fingerprint = classifierFingerprint(task, unlabelled, tokenizer.vocabulary);

    const loaded =
      task.resume === true && store !== undefined
        ? await loadToGoOn(store, fingerprint, task.onProgress)
        : undefined;
    const { position, best: oldBest } =
      loaded === undefined
        ? { position: freshPosition<EpochRecord>(), best: undefined }
        : restoreState<EpochRecord>(loaded, memory);
    if (log !== undefined) await rewindLog(log, position);

    const pretraining = pretrainingFacts(task);
    replicas = await createReplicas(
      classifierReplicas(configuration, architecture, memory, training, development),
    );
    const developmentIds = split.development.map(({ id }) => id);
    const parts = {
      ...task,
      memory,
      replicas,
      training,
      development,
      developmentIds,
      fingerprint,
      store,
      log,
    };
    const trainer = new Trainer(parts, position, oldBest);
    if (!(await trainer.run())) return undefined;

    const best = trainer.best;
    if (best === undefined) throw new Error('training ended without an evaluated epoch');
    memory.dense.values.set(best.dense);
    memory.embedding.values.set(best.embedding);
    const logits = await developmentLogits(replicas, development, 'values', trainer.position.step);
    const { history, bestEpoch } = trainer.position;
    return {
      architecture,
      labels,
      tokenizer,
      parameters: parameterValues(memory, embeddingName, 'values'),
      history,
      bestEpoch,
      development: developmentEvaluation(logits, development, labels, developmentIds),
      developmentLogits: logits,
      seconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
      pretraining,
      initial: task.initial?.kind === 'classifier' ? task.initial.facts : undefined,
      teachers: task.softLabels?.teachers ?? [],
      unlabelled: unlabelled.length,
      learntFrom: learntFrom(task),
    };
  } finally {
    await Promise.allSettled(replicas.map((replica) => replica.release()));
    await log?.close();
    await store?.close();
  }
}

function pretrainingFacts({ initial, split, splitAs }: TrainingTask): PretrainingFacts | undefined {
  if (initial?.kind !== 'language-model') return undefined;
  return { ...initial.facts, sameTexts: hasReadNoDevelopment(initial, split, splitAs) };
}

function learntFrom({ initial, softLabels }: TrainingTask): LabelSource[] {
  return distinctSources([
    ...(initial?.kind === 'classifier'
      ? labelSourcesOf({ name: initial.facts.name, metrics: initial.metrics })
      : []),
    ...(softLabels?.learntFrom ?? []),
  ]);
}
