/** What a classifier can begin with: a language model that was pretrained, or a model that is already a classifier. */
import { isModelFolder, readModelFolder } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  type ClassifierArchitecture,
  classifierParameters,
  embeddingName,
  type LanguageModelArchitecture,
  memberArchitectures,
  memberParameterName,
  parseArchitecture,
  storedParameters,
} from '../models/index.js';
import { Tokenizer, UNKNOWN_ID, type Vocabulary } from '../text/index.js';
import type { TrainingConfiguration } from './configuration.js';
import { setParameter, type TrainingMemory } from './memory.js';
import {
  type InitialClassifierFacts,
  lineageOf,
  type ModelMetrics,
  requireMetrics,
} from './model-metrics.js';
import { type PretrainedModel, readPretrained } from './pretrained.js';

/** A model folder as a beginning: of several LSTMs in one graph the one that was best alone on the development part. Its weights are those it is stored with, int8 and float16 turned back to float32. */
export interface InitialClassifier {
  readonly kind: 'classifier';
  readonly vocabulary: Vocabulary;
  readonly architecture: ClassifierArchitecture;
  readonly labels: readonly string[];
  readonly parameters: ReadonlyMap<string, Float32Array>;
  /** The settings that a run beginning with it shares. */
  readonly sizes: Pick<
    TrainingConfiguration,
    'embeddingSize' | 'hiddenSize' | 'bidirectional' | 'layers' | 'pooling'
  >;
  readonly facts: InitialClassifierFacts;
  /** What it tells of its training; undefined for a model folder of another program. */
  readonly metrics: ModelMetrics | undefined;
}

export type InitialModel = PretrainedModel | InitialClassifier;

/**
 * @param folder of `pretrain`'s checkpoints, or a model folder
 * @throws ReelsenseError 'file-not-found' when it is neither; 'damaged-checkpoint'; 'damaged-model'
 */
export async function readInitialModel(folder: string): Promise<InitialModel> {
  if (!(await isModelFolder(folder))) {
    return readPretrained(folder).catch((error: unknown) => {
      throw error instanceof ReelsenseError && error.code === 'file-not-found' ? noModel(folder) : error;
    });
  }
  const { configuration, tokenizer, tokenizerConfiguration, model, metrics, name, predictionSha256 } =
    await readModelFolder(folder);
  const { labels } = configuration.reelsense;
  const told = metrics === undefined ? undefined : requireMetrics(metrics, name);
  try {
    const whole = parseArchitecture(configuration.reelsense.architecture);
    const architectures = memberArchitectures(whole);
    const isOne = architectures.length === 1; // alone, or the mean of several
    const member = isOne ? 0 : bestMember(told);
    const joined = isOne ? undefined : told?.members?.[member];
    const architecture = architectures[member]!;
    const { embeddingSize, hiddenSize, bidirectional, layers, pooling } = architecture;
    const stored = storedParameters(whole, model);
    return {
      kind: 'classifier',
      vocabulary: Tokenizer.fromJson(tokenizer, tokenizerConfiguration).vocabulary,
      architecture,
      labels,
      parameters: new Map(
        classifierParameters(architecture).map(({ name: own }) => [
          own,
          stored.get(memberParameterName(member, own))!,
        ]),
      ),
      sizes: { embeddingSize, hiddenSize, bidirectional, layers, pooling },
      facts: {
        ...{ name, sha256: predictionSha256 },
        ...(joined === undefined ? {} : { member: { name: joined.name, sha256: joined.sha256 } }),
        ...(told === undefined ? {} : { training: lineageOf(joined ?? told) }),
      },
      metrics: told,
    };
  } catch (error) {
    if (error instanceof ReelsenseError) throw error;
    throw new ReelsenseError(
      'damaged-model',
      `Training cannot begin with the model "${name}": ${error instanceof Error ? error.message : error}. Take another copy of it.`,
      { cause: error },
    );
  }
}

function noModel(folder: string): ReelsenseError {
  return new ReelsenseError(
    'file-not-found',
    `There is no model in ${folder}, neither a classifier of "train" nor a language model of "pretrain"; give the folder of one, not a file in it.`,
  );
}

/** Which of several LSTMs in one graph a run begins with, from 0. */
function bestMember(metrics: ModelMetrics | undefined): number {
  const accuracies = (metrics?.members ?? []).map(({ accuracy }) => accuracy);
  return Math.max(0, accuracies.indexOf(Math.max(...accuracies)));
}

/** What a resumed run must have begun with too. */
export function identityOf(initial: InitialModel): string {
  return initial.kind === 'classifier' ? initial.facts.sha256 : initial.facts.checkpoint;
}

/**
 * Copies the parameters that the new classifier shares with what it begins with; the fully connected layer only where labels
 * and pooling are the same.
 * @throws ReelsenseError 'invalid-option' naming the size that differs
 */
export function beginWith(
  initial: InitialModel,
  memory: TrainingMemory,
  ours: ClassifierArchitecture,
  labels: readonly string[],
): void {
  const { architecture: theirs, parameters } = initial;
  requireSameSizes(theirs, ours);
  const sameHead =
    initial.kind === 'classifier' &&
    initial.labels.join('\n') === labels.join('\n') &&
    initial.architecture.layers === ours.layers &&
    initial.architecture.pooling.join() === ours.pooling.join();
  const shared = [embeddingName, ...memory.places.map(({ name }) => name)].filter(
    (name) => sameHead || !name.startsWith('linear.'),
  );
  for (const name of shared) {
    const values = parameters.get(name);
    if (values !== undefined) setParameter(memory, name, embeddingName, values);
  }
}

/**
 * Copies every parameter of a language model that pretraining goes on from. Words behind its own begin as what it has for the unknown
 * word, which is what they were to it.
 * @throws ReelsenseError 'invalid-option' naming the size that differs
 */
export function beginWithLanguageModel(
  { architecture: theirs, parameters }: PretrainedModel,
  memory: TrainingMemory,
  ours: LanguageModelArchitecture,
): void {
  requireSameSizes(theirs, ours);
  for (const [name, values] of parameters) setParameter(memory, name, embeddingName, values);
  const E = ours.embeddingSize;
  for (const table of [memory.embedding.values, memory.embedding.average]) {
    for (let id = theirs.vocabularySize; id < ours.vocabularySize; id++) {
      table.copyWithin(id * E, UNKNOWN_ID * E, (UNKNOWN_ID + 1) * E);
    }
  }
}

type Sizes = Pick<TrainingConfiguration, 'embeddingSize' | 'hiddenSize' | 'bidirectional'>;

function requireSameSizes(theirs: Sizes, ours: Sizes): void {
  for (const size of ['embeddingSize', 'hiddenSize', 'bidirectional'] as const) {
    if (theirs[size] !== ours[size]) {
      throw new ReelsenseError(
        'invalid-option',
        `The model to begin with has ${size} ${theirs[size]}, not ${ours[size]}; give the same.`,
      );
    }
  }
}
