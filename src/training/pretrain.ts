/** Pretrains a language model on any texts: streams, epochs, perplexity on held-out texts, checkpoints. */
import {
  CheckpointStore,
  createRunLog,
  type Fingerprint,
  type RunLog,
  sha256Of,
} from '../checkpoint/index.js';
import {
  embeddingParameter,
  type LanguageModelArchitecture,
  languageModelParameters,
} from '../models/index.js';
import { Random } from '../random/index.js';
import { runtimeVersion } from '../runtime/index.js';
import { GREATEST_MAXIMUM_LENGTH, SPECIAL_TOKENS, Tokenizer, type Vocabulary } from '../text/index.js';
import { buildVocabulary, grownVocabulary } from './build-vocabulary.js';
import { requireDevice } from './device.js';
import { type EncodedReviews, encodeReviews } from './encoded-reviews.js';
import { beginWithLanguageModel } from './initial-model.js';
import { createMemory } from './memory.js';
import { type Beginning, type PretrainedModel, textsSha256 } from './pretrained.js';
import type { PretrainingConfiguration } from './pretraining-configuration.js';
import type { PretrainingEpoch } from './pretraining-epoch.js';
import { PretrainingRun, type PretrainingTask } from './pretraining-run.js';
import type { Replica } from './replica.js';
import { createReplicas } from './replicas.js';
import { loadToGoOn, rewindLog } from './resumption.js';
import { refuseOldRun } from './run-guards.js';
import { freshPosition, restoreState } from './training-state.js';

/** What the training loss is taken over; runs of before had the words of both directions, and cannot go on with this loss. */
const SOFTMAX = 'words of one direction';

/**
 * Pretrains to the end, or to a request to stop.
 * @returns the perplexity on held-out texts, or undefined when the signal stopped the run; the model is the newest checkpoint
 */
export async function pretrain(task: PretrainingTask): Promise<number | undefined> {
  const { configuration, folder } = task;
  await requireDevice(configuration);
  if (task.resume !== true) await refuseOldRun(folder);
  const store = await CheckpointStore.open(folder);
  let log: RunLog | undefined;
  let replicas: Replica[] = [];
  try {
    log = await createRunLog(folder);
    const { vocabulary, textsRead, fingerprint, memory, run } = prepare(task);
    const loaded = task.resume === true ? await loadToGoOn(store, fingerprint, task.onProgress) : undefined;
    const { position } =
      loaded === undefined
        ? { position: freshPosition<PretrainingEpoch>() }
        : restoreState<PretrainingEpoch>(loaded, memory, { carried: run.carried });
    await rewindLog(log, position);
    replicas = await createReplicas(run.setup());
    const beginning =
      task.initial === undefined ? undefined : beginningOf(task.initial, task, vocabulary, textsRead);
    if (task.resume !== true)
      for (const message of [...notesOn(beginning), ...fewSteps(run.totalSteps)])
        task.onProgress?.({ kind: 'note', message });
    return await run.toTheEnd(replicas, position, store, log, {
      ...fingerprint,
      words: vocabulary.tokens.slice(SPECIAL_TOKENS.length),
      ...(beginning === undefined ? {} : { beginning }),
    });
  } finally {
    await Promise.allSettled(replicas.map((replica) => replica.release()));
    await log?.close();
    await store.close();
  }
}

/**
 * How well a language model predicts texts that it has not read: those that its run held out of `texts`. On one thread of the
 * processor, wherever the run was.
 * @returns its perplexity over all words  @throws the signal's reason
 */
export async function heldOutPerplexity(
  initial: PretrainedModel,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const splitSeed = initial.heldOutSeed;
  const configuration = { ...initial.facts.configuration, splitSeed, device: 'cpu', threads: 1 } as const;
  const { run } = prepare({ configuration, texts, initial });
  const replicas = await createReplicas(run.setup());
  try {
    return await run.measurePerplexity(replicas[0]!, 0, signal);
  } finally {
    await Promise.allSettled(replicas.map((replica) => replica.release()));
  }
}

/** The weights to begin with, in memory, and the loop over the texts that are not held out. */
function prepare(task: Omit<PretrainingTask, 'folder'>) {
  const { configuration } = task;
  const { heldOut, training } = partTexts(task.texts, configuration);
  const vocabulary =
    task.initial === undefined
      ? buildVocabulary(training, configuration)
      : task.growsVocabulary === true
        ? grownVocabulary(task.initial.vocabulary, training, configuration)
        : task.initial.vocabulary;
  const textsRead = textsSha256(task.texts);
  const fingerprint = fingerprintOf(task, vocabulary, textsRead);
  const architecture = architectureOf(configuration, vocabulary.size);
  const memory = createMemory({
    dense: languageModelParameters(architecture),
    embedding: embeddingParameter({ ...architecture, layers: 1, pooling: ['last'], classes: 2 }),
    replicas: configuration.threads,
    maximumRows: vocabulary.size,
    rateScale: () => 1,
    movingAverage: 0,
    random: new Random(configuration.seed),
  });
  if (task.initial !== undefined) beginWithLanguageModel(task.initial, memory, architecture);
  const tokenizer = new Tokenizer(vocabulary, { maximumLength: GREATEST_MAXIMUM_LENGTH });
  const run = new PretrainingRun(
    task,
    memory,
    encode(training, tokenizer),
    encode(heldOut, tokenizer),
    architecture,
    vocabulary,
  );
  return { vocabulary, textsRead, fingerprint, memory, run };
}

/** By the split seed, so that a run that goes on with another seed does not measure on what the first one learnt from. */
function partTexts(
  texts: readonly string[],
  { splitSeed, heldOutFraction }: PretrainingConfiguration,
): { heldOut: string[]; training: string[] } {
  const order = new Random(splitSeed).fork(1).shuffle(Uint32Array.from(texts, (_, i) => i));
  const count = Math.max(
    Math.min(20, Math.ceil(texts.length / 10)),
    Math.round(texts.length * heldOutFraction),
  );
  const chosen = (part: Uint32Array): string[] => Array.from(part, (i) => texts[i]!);
  return { heldOut: chosen(order.subarray(0, count)), training: chosen(order.subarray(count)) };
}

/** What is told of a run that goes on from another one's model. */
function beginningOf(
  { texts: read, heldOutSeed, facts, vocabulary: known }: PretrainedModel,
  { configuration, growsVocabulary }: Omit<PretrainingTask, 'folder'>,
  vocabulary: Vocabulary,
  textsRead: string,
): Beginning {
  const heldBackLess =
    heldOutSeed !== configuration.splitSeed ||
    facts.configuration.heldOutFraction < configuration.heldOutFraction;
  // Only their hashes are known of other texts, so not which of them are held out now.
  const ofOthers = read.every((texts) => texts === textsRead) ? false : 'maybe';
  return {
    before: facts,
    ...(growsVocabulary === true ? { newWords: vocabulary.size - known.size } : {}),
    heldOutWasRead: read.at(-1) === textsRead ? heldBackLess || (facts.heldOutWasRead ?? ofOthers) : ofOthers,
  };
}

function notesOn(beginning: Beginning | undefined): string[] {
  const { newWords, heldOutWasRead } = beginning ?? {};
  return [
    ...(newWords === undefined
      ? []
      : [
          newWords === 0
            ? 'no word joins the vocabulary: these texts have no other that is frequent enough (--minimum-count)'
            : `${newWords.toLocaleString('en-US')} words join the vocabulary`,
        ]),
    ...(heldOutWasRead === true
      ? [
          'the model to go on from has read texts that are held out now, so perplexity will look too good; with its --split-seed and --held-out-fraction it would not',
        ]
      : []),
    ...(heldOutWasRead === 'maybe'
      ? [
          'the model to go on from has read other texts, which may hold some that are held out now, so perplexity may look too good; with the same texts it would not',
        ]
      : []),
  ];
}

/** From so many on a language model shows what it has learnt; far fewer leave it as it began. */
const ENOUGH_STEPS = 100;

function fewSteps(steps: number): string[] {
  if (steps >= ENOUGH_STEPS) return [];
  return [
    `these texts make ${steps} ${steps === 1 ? 'step' : 'steps'} in all, too few to learn much from; more --epochs, or smaller --streams and --window, make more`,
  ];
}

function encode(texts: readonly string[], tokenizer: Tokenizer): EncodedReviews {
  return encodeReviews(
    texts.map((text) => ({ text, label: 0 })),
    tokenizer,
    GREATEST_MAXIMUM_LENGTH,
  );
}

function architectureOf(
  configuration: PretrainingConfiguration,
  vocabularySize: number,
): LanguageModelArchitecture {
  const { embeddingSize, hiddenSize, bidirectional } = configuration;
  return { vocabularySize, embeddingSize, hiddenSize, bidirectional };
}

function fingerprintOf(
  { configuration, initial }: Omit<PretrainingTask, 'folder'>,
  vocabulary: Vocabulary,
  textsRead: string,
): Fingerprint {
  const { checkpointMinutes: _, ...settings } = configuration;
  const { seed, splitSeed } = settings;
  const words = sha256Of(vocabulary.tokens.join('\n'));
  return {
    ...settings,
    texts: textsRead,
    vocabulary: words,
    runtime: runtimeVersion,
    softmax: SOFTMAX,
    ...(seed === splitSeed ? {} : { heldOut: 'by split seed' }), // by seed in runs of before
    ...(initial === undefined
      ? {}
      : { initial: { checkpoint: initial.facts.checkpoint, texts: initial.texts } }),
  };
}
