/** Several trained classifiers become one model folder: side by side in one graph, or the mean of their weights; calibrated together, measured as stored. */
import type { ModelBundle } from '../checkpoint/index.js';
import { dataIdentity, type Example, type Split } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { Evaluation } from '../evaluation/index.js';
import {
  type ClassifierArchitecture,
  joinedArchitecture,
  joinedParameters,
  memberArchitectures,
  type ParameterValues,
  parseArchitecture,
  predictionModel,
  storedParameters,
  type WeightStorage,
} from '../models/index.js';
import { SPECIAL_TOKENS, Tokenizer, tokenize, UNKNOWN_ID, Vocabulary } from '../text/index.js';
import { type AveragedMember, averagedParameters } from './averaged-parameters.js';
import { developmentReviews } from './measured-development.js';
import { createMetrics, type ModelMetrics, requireMetrics } from './model-metrics.js';
import { type SplitAs, seenDifference } from './set-aside-reviews.js';
import { withVocabulary } from './shared-vocabulary.js';
import { type StoredClassifier, storeClassifier, writeClassifier } from './stored-classifier.js';
import { storedLogits } from './stored-logits.js';

export interface JoinTask {
  /** Where to; its name becomes the model's. */
  readonly folder: string;
  /** Two or more that set the same reviews aside, or some a part of what the others did; the first one's vocabulary is that of all. */
  readonly members: readonly ModelBundle[];
  /** The development reviews of the {@link narrowest} of them. */
  readonly development: readonly Example[];
  readonly splitAs: SplitAs;
  /** What the user typed. */
  readonly command: string;
  readonly storage: WeightStorage;
  /** How many of the first one's most frequent words it keeps, special tokens included; all where it does not say. */
  readonly vocabularySize?: number | undefined;
  /** The mean of their weights instead of one graph with all of them; they must have the same sizes. */
  readonly average?: boolean | undefined;
  readonly threads: number;
}

export interface Joined {
  readonly metrics: ModelMetrics;
  /** On the development reviews. */
  readonly together: Evaluation;
  readonly members: readonly {
    readonly name: string;
    /** With the vocabulary of all, which may lack words of its own. */
    readonly evaluation: Evaluation;
    /** How many of its words are unknown to what came of it. */
    readonly lostWords: number;
  }[];
}

/**
 * @throws ReelsenseError 'invalid-option' where the models do not fit together, naming what differs; 'damaged-model'; what
 *   writing a model folder throws
 */
export async function joinClassifiers(task: JoinTask): Promise<Joined> {
  const { members, development, storage, threads } = task;
  const singles = refuseUnlike(task);
  const [first] = members as [ModelBundle, ...ModelBundle[]];
  const { labels } = first.configuration.reelsense;
  const { card } = requireMetrics(first.metrics, first.name);
  const tokenizers = members.map((member) =>
    Tokenizer.fromJson(member.tokenizer, member.tokenizerConfiguration),
  );
  const tokenizer =
    task.vocabularySize === undefined
      ? tokenizers[0]!
      : withFewerWords(
          tokenizers[0]!,
          task.vocabularySize,
          task.splitAs(narrowest(members).metrics.training.configuration),
        );
  const reviews = developmentReviews(development, labels, tokenizer, card.language);

  const vocabularySize = tokenizer.vocabulary.size;
  const parts = members.map(({ name, model }, i): Part => {
    const { vocabulary } = tokenizers[i]!;
    return {
      name,
      architecture: { ...singles[i]!, vocabularySize },
      values: withVocabulary(storedParameters(singles[i]!, model), vocabulary, tokenizer.vocabulary),
      vocabulary,
    };
  });
  const whole = task.average === true ? averaged(parts, tokenizer.vocabulary) : sideBySide(parts);
  const logitsOf = ({ architecture, values }: Weighted) =>
    storedLogits(predictionModel(architecture, values, 'float32'), reviews.ids, threads);
  const alone: Joined['members'][number][] = [];
  for (const part of parts) {
    const unknown = part.vocabulary.tokens.filter((token) => tokenizer.vocabulary.idOf(token) === UNKNOWN_ID);
    const lostWords = unknown.length - 1; // but for the unknown word itself
    alone.push({ name: part.name, evaluation: reviews.measure(await logitsOf(part)), lostWords });
  }
  const stored = await storeClassifier({
    ...whole,
    labels,
    tokenizer,
    logits: await logitsOf(whole),
    reviews,
    weights: storage,
    threads,
  });
  const metrics = joinedMetrics(task, alone, stored);
  await writeClassifier(task.folder, stored, metrics);
  return { metrics, together: stored.development, members: alone };
}

/** The training of the {@link narrowest}, and what the members came to. */
function joinedMetrics(
  { members, command, average }: JoinTask,
  alone: Joined['members'],
  { storage, development, fullPrecision }: StoredClassifier,
): ModelMetrics {
  const told = members.map(({ metrics, name }) => requireMetrics(metrics, name));
  const { data, training } = narrowest(members).metrics;
  const seconds = told.reduce((sum, one) => sum + one.training.seconds, 0);
  return createMetrics(
    {
      data,
      training: { ...training, command, seconds },
      members: members.map(({ name, sha256 }, i) => ({
        name,
        sha256,
        accuracy: alone[i]!.evaluation.accuracy,
        training: told[i]!.training,
        ...(told[i]!.members === undefined ? {} : { members: told[i]!.members }),
      })),
      ...(average === true ? { averaged: true } : {}),
      storage,
      card: told[0]!.card,
    },
    development,
    fullPrecision,
  );
}

interface Weighted {
  readonly architecture: ClassifierArchitecture;
  readonly values: ParameterValues;
}

interface Part extends Weighted, AveragedMember {
  readonly name: string;
}

function sideBySide(parts: readonly Part[]): Weighted {
  return {
    architecture: joinedArchitecture(parts.map((part) => part.architecture)),
    values: joinedParameters(parts.map((part) => part.values)),
  };
}

/** @throws ReelsenseError 'invalid-option' for LSTMs of different sizes */
function averaged(parts: readonly Part[], vocabulary: Vocabulary): Weighted {
  const [{ architecture, name }, ...others] = parts as [Part, ...Part[]];
  const { embeddingSize, hiddenSize } = architecture;
  const other = others.find(
    ({ architecture: its }) => its.embeddingSize !== embeddingSize || its.hiddenSize !== hiddenSize,
  );
  if (other !== undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `The weights of ${name} and ${other.name} have no mean: their sizes differ. Average models that began with one and the same, or leave --average out.`,
    );
  }
  return { architecture, values: averagedParameters(parts, vocabulary) };
}

/**
 * The words that are most frequent in the texts to learn from, those first; of words that are as frequent the earlier ones.
 * @throws ReelsenseError 'invalid-option' for more words than it knows
 */
function withFewerWords(tokenizer: Tokenizer, size: number, split: Split | undefined): Tokenizer {
  const { vocabulary, maximumLength } = tokenizer;
  if (size > vocabulary.size) {
    throw new ReelsenseError(
      'invalid-option',
      `The vocabulary size is ${size}; the first model knows ${vocabulary.size} words, so give at most that.`,
    );
  }
  const counts = new Float64Array(vocabulary.size);
  for (const { text } of [...(split?.train ?? []), ...(split?.unlabelled ?? [])]) {
    for (const token of tokenize(text)) counts[vocabulary.idOf(token)]! += 1;
  }
  const ids = Array.from(vocabulary.tokens.keys()).slice(SPECIAL_TOKENS.length);
  const words = ids
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, size - SPECIAL_TOKENS.length)
    .map((id) => vocabulary.tokens[id]!);
  return new Tokenizer(new Vocabulary(words), { maximumLength });
}

/** The model that set the fewest reviews aside, of those with the first one's data: on those all can be measured. */
export function narrowest(members: readonly ModelBundle[]): { name: string; metrics: ModelMetrics } {
  const told = members.map(({ metrics, name }) => ({ name, metrics: requireMetrics(metrics, name) }));
  const data = dataIdentity(told[0]!.metrics.data.sha256);
  return told
    .filter(({ metrics }) => dataIdentity(metrics.data.sha256) === data)
    .reduce((least, one) =>
      one.metrics.data.split.development < least.metrics.data.split.development ? one : least,
    );
}

/** The architecture of each member; they differ in the sizes of embeddings and states at most. */
function refuseUnlike({ members, development, splitAs }: JoinTask): ClassifierArchitecture[] {
  if (members.length < 2) {
    throw new ReelsenseError('invalid-option', `There is ${members.length} model to join; name two or more.`);
  }
  for (const { name, configuration } of members) {
    const { length } = memberArchitectures(parseArchitecture(configuration.reelsense.architecture));
    if (length === 1) continue;
    throw new ReelsenseError(
      'invalid-option',
      `${name} is ${length} LSTMs already; name those that it was joined from.`,
    );
  }
  const [first, ...others] = members as [ModelBundle, ...ModelBundle[]];
  const metricsOf = ({ metrics, name }: ModelBundle): ModelMetrics => requireMetrics(metrics, name);
  const traits = (bundle: ModelBundle): Record<string, unknown> => {
    const { architecture, labels, maximumLength, temperature } = bundle.configuration.reelsense;
    const { data } = metricsOf(bundle);
    return {
      'their layers, directions, pooling or number of labels': {
        ...architecture,
        embeddingSize: 0,
        hiddenSize: 0,
        vocabularySize: 0,
      },
      'their labels': labels,
      'their maximum length': maximumLength,
      'their temperature': temperature,
      'the data they were trained on': dataIdentity(data.sha256),
    };
  };
  const wanted = traits(first);
  for (const other of others) {
    const theirs = traits(other);
    const trait = Object.keys(theirs).find(
      (key) => JSON.stringify(theirs[key]) !== JSON.stringify(wanted[key]),
    );
    if (trait === undefined) continue;
    throw new ReelsenseError(
      'invalid-option',
      `The models ${first.name} and ${other.name} cannot be joined: they differ in ${trait}. Join models that were trained alike.`,
    );
  }
  const least = narrowest(members);
  for (const other of members) {
    const difference = seenDifference(metricsOf(other), least.metrics, { development, splitAs });
    if (difference === undefined) continue;
    throw new ReelsenseError(
      'invalid-option',
      `The models ${least.name} and ${other.name} cannot be joined: they differ in ${difference}. Join models that set the same reviews aside, or some of them a part of what the others did.`,
    );
  }
  return members.map(({ configuration }) => parseArchitecture(configuration.reelsense.architecture));
}
