/** Trains a classifier from a split of labelled reviews: vocabulary, ids, memory, threads, loop. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  CheckpointStore,
  checkModelTarget,
  createRunLog,
  type Fingerprint,
  type RunLog,
  TRAINING_FOLDER,
} from '../checkpoint/index.js';
import type { Split } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { EpochRecord, Evaluation } from '../evaluation/index.js';
import {
  type ClassifierArchitecture,
  type DropoutRates,
  denseParameters,
  dropoutMasks,
  embeddingName,
  embeddingParameter,
} from '../models/index.js';
import { Random } from '../random/index.js';
import { runtimeVersion } from '../runtime/index.js';
import { Tokenizer, type Vocabulary } from '../text/index.js';
import { buildVocabulary } from './build-vocabulary.js';
import type { TrainingConfiguration } from './configuration.js';
import { developmentEvaluation, developmentLogits } from './development.js';
import { type EncodedReviews, encodeReviews } from './encoded-reviews.js';
import { epochCounts } from './epoch-reviews.js';
import { forwardGraph, stepGraph } from './graphs.js';
import { beginWith, type InitialClassifierFacts, type InitialModel, identityOf } from './initial-model.js';
import { createMemory, parameterValues, type TrainingMemory } from './memory.js';
import { type PretrainingFacts, textsSha256 } from './pretrained.js';
import type { TrainingProgress } from './progress.js';
import type { Replica } from './replica.js';
import { createReplicas } from './replicas.js';
import { loadToGoOn, rewindLog } from './resumption.js';
import { refuseOldRun } from './run-guards.js';
import { type SoftLabels, softTargets, type Teacher } from './soft-labels.js';
import { Trainer } from './trainer.js';
import { freshPosition, restoreState } from './training-state.js';

export interface TrainingTask {
  readonly configuration: TrainingConfiguration;
  readonly labels: readonly string[];
  readonly split: Pick<Split, 'train' | 'development'> & Partial<Pick<Split, 'unlabelled'>>;
  /** What identifies the data: a resumed run must have the same. */
  readonly dataSha256: string;
  /** What to begin with: its words, its embedding and its LSTMs. Sizes must be the configuration's. */
  readonly initial?: InitialModel | undefined;
  /** What teachers think of the training texts, and of the unlabelled ones, which are then learnt from too. */
  readonly softLabels?: SoftLabels | undefined;
  /** Where checkpoints and the log go (under `training/`); without it nothing is kept on disk. */
  readonly folder?: string | undefined;
  /** Go on from the newest checkpoint in `folder`. */
  readonly resume?: boolean | undefined;
  /** Stops the run after the step under way; its state is saved first. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}

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
}

/**
 * Trains to the end, or to a request to stop.
 * @returns undefined when the signal stopped the run; its checkpoint is in the folder
 * @throws ReelsenseError 'resume-mismatch', 'damaged-checkpoint', 'folder-in-use', 'not-finite', 'no-space', 'too-few-labels'
 */
export async function trainClassifier(task: TrainingTask): Promise<TrainedClassifier | undefined> {
  const { configuration, labels, split, folder } = task;
  if (split.train.length === 0 || split.development.length === 0) {
    throw new ReelsenseError(
      'invalid-option',
      `training needs reviews in both parts, but there are ${split.train.length} to train on and ` +
        `${split.development.length} for development; give more data or another development fraction`,
    );
  }
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
    const training = trainingReviews(task, tokenizer);
    const development = encodeReviews(split.development, tokenizer, configuration.maximumLength);
    const memory = createTrainingMemory(architecture, configuration);
    if (task.initial !== undefined) beginWith(task.initial, memory, architecture, labels);
    const fingerprint = fingerprintOf(task, tokenizer.vocabulary);

    const loaded =
      task.resume === true && store !== undefined
        ? await loadToGoOn(store, fingerprint, task.onProgress)
        : undefined;
    const { position, best: oldBest } =
      loaded === undefined ? { position: freshPosition(), best: undefined } : restoreState(loaded, memory);
    if (log !== undefined) await rewindLog(log, position);

    replicas = await createReplicas(replicaSetup(configuration, architecture, memory, training, development));
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
      pretraining: pretrainingFacts(task),
      initial: task.initial?.kind === 'classifier' ? task.initial.facts : undefined,
      teachers: task.softLabels?.teachers ?? [],
    };
  } finally {
    await Promise.allSettled(replicas.map((replica) => replica.release()));
    await log?.close();
    await store?.close();
  }
}

export function architectureOf(
  configuration: TrainingConfiguration,
  vocabularySize: number,
  classes: number,
): ClassifierArchitecture {
  const { embeddingSize, hiddenSize, layers, bidirectional, pooling } = configuration;
  return { vocabularySize, embeddingSize, hiddenSize, layers, bidirectional, pooling, classes };
}

/** The reviews to learn from: with teachers or the virtual adversarial loss the unlabelled ones too. */
function trainingReviews(
  { split, configuration, labels, softLabels }: TrainingTask,
  tokenizer: Tokenizer,
): EncodedReviews {
  const { trainingLength, teacherWeight, virtualAdversarial, unlabelledRatio } = configuration;
  const unlabelled = split.unlabelled ?? [];
  if (softLabels === undefined) {
    const others = virtualAdversarial > 0 && unlabelledRatio > 0 ? unlabelled : [];
    return encodeReviews([...split.train, ...others], tokenizer, trainingLength);
  }
  return {
    ...encodeReviews([...split.train, ...unlabelled], tokenizer, trainingLength),
    targets: softTargets(split.train, unlabelled, softLabels, { classes: labels.length, teacherWeight }),
  };
}

function pretrainingFacts({ initial, split }: TrainingTask): PretrainingFacts | undefined {
  if (initial?.kind !== 'language-model') return undefined;
  const texts = [...split.train, ...(split.unlabelled ?? [])].map(({ text }) => text);
  return { ...initial.facts, sameTexts: textsSha256(texts) === initial.texts };
}

function dropoutRates(configuration: TrainingConfiguration): DropoutRates {
  const { embeddingDropout, betweenDropout, outputDropout } = configuration;
  return { embedding: embeddingDropout, between: betweenDropout, output: outputDropout };
}

function createTrainingMemory(
  architecture: ClassifierArchitecture,
  configuration: TrainingConfiguration,
): TrainingMemory {
  const { seed, threads, batchSize, trainingLength, lowerRateScale } = configuration;
  return createMemory({
    dense: denseParameters(architecture),
    embedding: embeddingParameter(architecture),
    replicas: threads,
    maximumRows: batchSize * trainingLength + 1,
    rateScale: (name) => (name.startsWith('linear.') ? 1 : lowerRateScale),
    random: new Random(seed),
  });
}

function replicaSetup(
  configuration: TrainingConfiguration,
  architecture: ClassifierArchitecture,
  memory: TrainingMemory,
  training: EncodedReviews,
  development: EncodedReviews,
) {
  const rates = dropoutRates(configuration);
  const { labelled, unlabelled } = epochCounts(training, configuration.unlabelledRatio);
  const { optimiser, momentum, weightDecay, threads, wordDropout, seed, movingAverage } = configuration;
  return {
    count: threads,
    memory,
    optimiser: { name: optimiser, momentum, weightDecay },
    movingAverage,
    stepModel: stepGraph(architecture, rates, configuration),
    evaluationModel: forwardGraph(architecture),
    task: {
      kind: 'classifier' as const,
      architecture,
      masks: dropoutMasks(architecture, rates),
      wordDropout,
      seed,
      labelledScale: (labelled + unlabelled) / labelled,
      virtual: configuration.virtualAdversarial > 0,
      training,
      development,
    },
  };
}

/** Everything that a resumed run must share with the one it goes on with. */
function fingerprintOf(
  { configuration, labels, dataSha256, split, initial, softLabels }: TrainingTask,
  vocabulary: Vocabulary,
): Fingerprint {
  const { checkpointMinutes: _, ...settings } = configuration;
  const hash = (parts: readonly string[]): string =>
    createHash('sha256').update(parts.join('\n')).digest('hex');
  return {
    ...settings,
    labels: [...labels],
    data: dataSha256,
    ...(initial === undefined ? {} : { initial: identityOf(initial) }),
    ...(softLabels === undefined ? {} : { teachers: softLabels.teachers.map(({ sha256 }) => sha256) }),
    ...(softLabels === undefined && settings.virtualAdversarial === 0
      ? {}
      : { unlabelledReviews: hash((split.unlabelled ?? []).map(({ id }) => id)) }),
    trainingReviews: hash(split.train.map(({ id }) => id)),
    developmentReviews: hash(split.development.map(({ id }) => id)),
    vocabulary: hash(vocabulary.tokens),
    runtime: runtimeVersion,
  };
}
