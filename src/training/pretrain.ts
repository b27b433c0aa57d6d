/** Pretrains a language model on any texts: streams, epochs, perplexity on held-out texts, checkpoints. */
import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import {
  CheckpointStore,
  compareFingerprints,
  createRunLog,
  type Fingerprint,
  type RunLog,
  readNewestCheckpoint,
  refuseDifferences,
} from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  directionNames,
  embeddingParameter,
  type LanguageModelArchitecture,
  languageModelParameters,
} from '../models/index.js';
import { Random } from '../random/index.js';
import { runtimeVersion } from '../runtime/index.js';
import { Tokenizer, tokenize, type Vocabulary, VocabularyBuilder } from '../text/index.js';
import { type EncodedReviews, encodeReviews } from './encoded-reviews.js';
import { languageModelEvaluationGraph, languageModelStepGraph } from './graphs.js';
import { windowCount } from './language-model-task.js';
import { createMemory, type TrainingMemory } from './memory.js';
import { textsSha256 } from './pretrained.js';
import type { PretrainingConfiguration } from './pretraining-configuration.js';
import { RateMeter } from './progress.js';
import type { Replica } from './replica.js';
import { createReplicas } from './replicas.js';
import { learningRateAt } from './schedule.js';
import { synchronousStep } from './synchronous-step.js';
import { emptyStreams, fillStreams } from './token-streams.js';
import { captureState, freshPosition, type RunPosition, restoreState } from './training-state.js';

export interface PretrainingProgress {
  readonly kind: 'step' | 'epoch';
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly stepsInEpoch: number;
  /** Mean of the sampled loss over the last hundred steps or so, in nats. */
  readonly loss: number;
  readonly tokensPerSecond: number;
  readonly secondsLeft: number;
  /** On held-out texts, after an epoch; over all words. */
  readonly perplexity?: number | undefined;
}

export interface PretrainingTask {
  readonly configuration: PretrainingConfiguration;
  readonly texts: readonly string[];
  /** Where checkpoints and the log go. */
  readonly folder: string;
  readonly resume?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PretrainingProgress) => void) | undefined;
}

/** Longer texts are cut; no review is this long. */
const longestText = 100_000;
const reportInterval = 200; // milliseconds

/**
 * Pretrains to the end, or to a request to stop.
 * @returns the perplexity on held-out texts, or undefined when the signal stopped the run; the model is the newest checkpoint
 */
export async function pretrain(task: PretrainingTask): Promise<number | undefined> {
  const { configuration, folder } = task;
  if (task.resume !== true && (await readNewestCheckpoint(folder)) !== undefined) {
    throw new ReelsenseError(
      'invalid-option',
      `${folder} holds the checkpoints of an earlier run; give --resume to go on with it, or another folder`,
    );
  }
  const store = await CheckpointStore.open(folder);
  let log: RunLog | undefined;
  let replicas: Replica[] = [];
  try {
    log = await createRunLog(folder);
    const { heldOut, training } = partTexts(task.texts, configuration);
    const vocabulary = buildVocabulary(training, configuration);
    const fingerprint = fingerprintOf(configuration, task.texts, vocabulary);
    const architecture = architectureOf(configuration, vocabulary.size);
    const memory = createMemory({
      dense: languageModelParameters(architecture),
      embedding: embeddingParameter({ ...architecture, layers: 1, pooling: ['last'], classes: 2 }),
      replicas: configuration.threads,
      maximumRows: vocabulary.size,
      rateScale: () => 1,
      random: new Random(configuration.seed),
    });
    const tokenizer = new Tokenizer(vocabulary, { maximumLength: longestText });
    const run = new PretrainingRun(
      task,
      memory,
      encode(training, tokenizer),
      encode(heldOut, tokenizer),
      architecture,
      vocabulary,
    );
    const loaded = task.resume === true ? await store.loadNewest() : undefined;
    let position = freshPosition();
    if (loaded !== undefined) {
      const { words: _, ...saved } = loaded.header.fingerprint as Fingerprint;
      refuseDifferences(compareFingerprints(saved, fingerprint));
      position = restoreState(loaded, memory, { carried: run.carried }).position;
    }
    replicas = await createReplicas(run.setup());
    return await run.toTheEnd(replicas, position, store, log, {
      ...fingerprint,
      words: vocabulary.tokens.slice(4),
    });
  } finally {
    await Promise.allSettled(replicas.map((replica) => replica.release()));
    await log?.close();
    await store.close();
  }
}

class PretrainingRun {
  readonly carried: Float32Array<SharedArrayBuffer>;
  private readonly streams;
  private readonly heldOutStreams;
  private readonly meter = new RateMeter();
  private readonly stepsInEpoch: number;

  constructor(
    private readonly task: PretrainingTask,
    private readonly memory: TrainingMemory,
    private readonly texts: EncodedReviews,
    heldOut: EncodedReviews,
    private readonly architecture: LanguageModelArchitecture,
    private readonly vocabulary: Vocabulary,
  ) {
    const { streams, window, seed } = task.configuration;
    this.streams = emptyStreams(texts.ids.length, streams, window);
    this.heldOutStreams = emptyStreams(
      heldOut.ids.length,
      heldOutStreamCount(heldOut.ids.length, window),
      window,
    );
    fillStreams(this.heldOutStreams, heldOut, new Random(seed));
    const directions = directionNames(architecture).length;
    this.carried = new Float32Array(
      new SharedArrayBuffer(directions * 2 * streams * architecture.hiddenSize * 4),
    );
    this.stepsInEpoch = windowCount(this.streams, window);
  }

  setup() {
    const { seed, dropout, window, threads } = this.task.configuration;
    const { architecture } = this;
    return {
      count: threads,
      memory: this.memory,
      optimiser: { name: 'adam' as const, momentum: 0.9, weightDecay: 0 },
      movingAverage: 0,
      stepModel: languageModelStepGraph(architecture, dropout > 0),
      evaluationModel: languageModelEvaluationGraph(architecture),
      task: {
        kind: 'language-model' as const,
        architecture,
        training: this.streams,
        heldOut: this.heldOutStreams,
        window,
        dropout,
        seed,
        logFrequency: logFrequencies(this.vocabulary, this.texts),
        carried: this.carried,
      },
    };
  }

  async toTheEnd(
    replicas: readonly Replica[],
    position: RunPosition,
    store: CheckpointStore,
    log: RunLog,
    header: object,
  ): Promise<number | undefined> {
    const { configuration, signal, onProgress } = this.task;
    const { epochs, seed, clipNorm, checkpointMinutes } = configuration;
    const totalSteps = this.stepsInEpoch * epochs;
    const save = (): Promise<string> =>
      store.save(
        captureState(this.memory, position, undefined, header, { carried: Float32Array.from(this.carried) }),
      );
    let lastSave = performance.now();
    let lastReport = 0;
    let perplexity = position.history.at(-1)?.developmentLoss;
    while (position.epoch < epochs) {
      fillStreams(this.streams, this.texts, new Random(seed).fork(1000 + position.epoch));
      if (position.stepInEpoch === 0) this.carried.fill(0);
      while (position.stepInEpoch < this.stepsInEpoch) {
        if (signal?.aborted === true) {
          await save();
          return undefined;
        }
        const started = performance.now();
        const rate = learningRateAt(position.step, { ...configuration, totalSteps });
        const step = position.step + 1;
        const { loss, norm } = await synchronousStep(replicas, [position.stepInEpoch], step, rate, clipNorm);
        if (!Number.isFinite(loss) || !Number.isFinite(norm)) refuseNotFinite(position, loss, norm);
        this.advance(position, loss, performance.now() - started);
        if (performance.now() - lastReport > reportInterval) {
          lastReport = performance.now();
          onProgress?.(this.progress('step', position));
        }
        if (performance.now() - lastSave > checkpointMinutes * 60_000) {
          await save();
          lastSave = performance.now();
        }
      }
      perplexity = await this.measurePerplexity(replicas[0]!, position.step);
      await this.finishEpoch(position, perplexity, log);
      onProgress?.({ ...this.progress('epoch', position), perplexity });
      await save();
    }
    return perplexity;
  }

  private advance(position: RunPosition, loss: number, milliseconds: number): void {
    const { streams, window } = this.task.configuration;
    const tokens = streams * window;
    position.step++;
    position.stepInEpoch++;
    position.lossSum += loss;
    position.tokensSeen += tokens;
    position.seconds += milliseconds / 1000;
    this.meter.add(tokens, milliseconds, loss);
  }

  private progress(kind: 'step' | 'epoch', position: RunPosition): PretrainingProgress {
    const { streams, window, epochs } = this.task.configuration;
    const { tokensPerSecond, smoothedLoss: loss } = this.meter;
    const stepsLeft = this.stepsInEpoch * epochs - position.step;
    const secondsLeft = (stepsLeft * streams * window) / tokensPerSecond;
    const epoch = kind === 'epoch' ? position.epoch : position.epoch + 1;
    return {
      kind,
      epoch,
      epochs,
      step: position.stepInEpoch,
      stepsInEpoch: this.stepsInEpoch,
      loss,
      tokensPerSecond,
      secondsLeft,
    };
  }

  /** e to the mean loss over all words of the held-out texts. */
  private async measurePerplexity(replica: Replica, step: number): Promise<number> {
    const windows = windowCount(this.heldOutStreams, this.task.configuration.window);
    let sum = 0;
    for (let window = 0; window < windows; window++)
      sum += (await replica.evaluate([window], 'values', step))[0]!;
    return Math.exp(sum / windows);
  }

  private async finishEpoch(position: RunPosition, perplexity: number, log: RunLog): Promise<void> {
    const record = {
      epoch: position.epoch + 1,
      trainingLoss: position.lossSum / this.stepsInEpoch,
      developmentLoss: perplexity,
      developmentAccuracy: 0,
      learningRate: 0,
      seconds: position.seconds,
      tokensPerSecond: position.tokensSeen / position.seconds,
    };
    position.history.push(record);
    position.epoch++;
    position.stepInEpoch = 0;
    position.lossSum = 0;
    position.tokensSeen = 0;
    position.seconds = 0;
    await log.append({ kind: 'pretraining-epoch', ...record });
  }
}

/** As many streams as have at least two windows each; few, because the whole softmax of a window takes much memory. */
function heldOutStreamCount(tokens: number, window: number): number {
  return Math.min(8, Math.max(1, Math.floor(tokens / (2 * window + 1))));
}

function refuseNotFinite({ epoch, stepInEpoch }: RunPosition, loss: number, norm: number): never {
  throw new ReelsenseError(
    'not-finite',
    `pretraining stopped in epoch ${epoch + 1}, step ${stepInEpoch + 1}: the loss is ${loss} and the gradient's norm ${norm}. ` +
      'Checkpoints of before are kept; start again with a lower learning rate or a smaller clipping norm.',
  );
}

function partTexts(
  texts: readonly string[],
  { seed, heldOutFraction }: PretrainingConfiguration,
): { heldOut: string[]; training: string[] } {
  const order = new Random(seed).fork(1).shuffle(Uint32Array.from(texts, (_, i) => i));
  const count = Math.max(
    Math.min(20, Math.ceil(texts.length / 10)),
    Math.round(texts.length * heldOutFraction),
  );
  const chosen = (part: Uint32Array): string[] => Array.from(part, (i) => texts[i]!);
  return { heldOut: chosen(order.subarray(0, count)), training: chosen(order.subarray(count)) };
}

function buildVocabulary(
  texts: readonly string[],
  { vocabularySize, minimumCount }: PretrainingConfiguration,
): Vocabulary {
  const builder = new VocabularyBuilder();
  for (const text of texts) builder.add(tokenize(text));
  return builder.build({ maximumSize: vocabularySize, minimumCount });
}

function encode(texts: readonly string[], tokenizer: Tokenizer): EncodedReviews {
  return encodeReviews(
    texts.map((text) => ({ text, label: 0 })),
    tokenizer,
    longestText,
  );
}

function architectureOf(
  configuration: PretrainingConfiguration,
  vocabularySize: number,
): LanguageModelArchitecture {
  const { embeddingSize, hiddenSize, bidirectional } = configuration;
  return { vocabularySize, embeddingSize, hiddenSize, bidirectional };
}

/** Log of each token's share of the texts as they are read, special tokens too; one that never occurs as if once. */
function logFrequencies({ size }: Vocabulary, { ids }: EncodedReviews): Float32Array<SharedArrayBuffer> {
  const counts = new Float64Array(size);
  for (const id of ids) counts[id] = counts[id]! + 1;
  const result = new Float32Array(new SharedArrayBuffer(size * 4));
  counts.forEach((count, id) => {
    result[id] = Math.log(Math.max(1, count) / ids.length);
  });
  return result;
}

function fingerprintOf(
  { checkpointMinutes: _, ...settings }: PretrainingConfiguration,
  texts: readonly string[],
  vocabulary: Vocabulary,
): Fingerprint {
  const words = createHash('sha256').update(vocabulary.tokens.join('\n')).digest('hex');
  return { ...settings, texts: textsSha256(texts), vocabulary: words, runtime: runtimeVersion };
}
