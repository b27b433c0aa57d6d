/** The loop of pretraining: epochs of windows, perplexity after each, checkpoints. */
import { performance } from 'node:perf_hooks';
import type { CheckpointStore, RunLog } from '../checkpoint/index.js';
import { directionNames, type LanguageModelArchitecture } from '../models/index.js';
import { Random } from '../random/index.js';
import type { Vocabulary } from '../text/index.js';
import type { EncodedReviews } from './encoded-reviews.js';
import { languageModelEvaluationGraph, languageModelStepGraph } from './graphs.js';
import { windowCount } from './language-model-task.js';
import type { TrainingMemory } from './memory.js';
import type { PretrainedModel } from './pretrained.js';
import type { PretrainingConfiguration } from './pretraining-configuration.js';
import { lastPerplexity, type PretrainingEpoch } from './pretraining-epoch.js';
import { type NoteProgress, RateMeter } from './progress.js';
import type { Replica } from './replica.js';
import { requireFinite, requireFinitePerplexity } from './run-guards.js';
import { learningRateAt } from './schedule.js';
import { synchronousStep } from './synchronous-step.js';
import { emptyStreams, fillStreams } from './token-streams.js';
import { captureState, closeEpoch, type RunPosition } from './training-state.js';

export interface PretrainingFigures {
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

export type PretrainingProgress = PretrainingFigures | NoteProgress;

export interface PretrainingTask {
  readonly configuration: PretrainingConfiguration;
  readonly texts: readonly string[];
  /** What it begins with instead of drawn weights: sizes and weights are its own, and the words. */
  readonly initial?: PretrainedModel | undefined;
  /** Whether words of these texts that `initial` does not know join its own, as many as the configured vocabulary has room for. */
  readonly growsVocabulary?: boolean | undefined;
  /** Where checkpoints and the log go. */
  readonly folder: string;
  readonly resume?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PretrainingProgress) => void) | undefined;
}

const reportInterval = 200; // milliseconds

export class PretrainingRun {
  readonly carried: Float32Array<SharedArrayBuffer>;
  private readonly streams;
  private readonly heldOutStreams;
  private readonly meter = new RateMeter();
  private readonly stepsInEpoch: number;

  constructor(
    private readonly task: Omit<PretrainingTask, 'folder'>,
    private readonly memory: TrainingMemory,
    private readonly texts: EncodedReviews,
    heldOut: EncodedReviews,
    private readonly architecture: LanguageModelArchitecture,
    private readonly vocabulary: Vocabulary,
  ) {
    const { streams, window, splitSeed } = task.configuration;
    this.streams = emptyStreams(texts.ids.length, { streams, window });
    this.heldOutStreams = emptyStreams(heldOut.ids.length, {
      streams: heldOutStreamCount(heldOut.ids.length, window),
      window,
      isHeldOut: true,
    });
    fillStreams(this.heldOutStreams, heldOut, new Random(splitSeed));
    const directions = directionNames(architecture).length;
    this.carried = new Float32Array(
      new SharedArrayBuffer(directions * 2 * streams * architecture.hiddenSize * 4),
    );
    this.stepsInEpoch = windowCount(this.streams, window);
  }

  /** Of all epochs. */
  get totalSteps(): number {
    return this.stepsInEpoch * this.task.configuration.epochs;
  }

  setup() {
    const { seed, dropout, window, threads, device } = this.task.configuration;
    const { architecture } = this;
    return {
      count: threads,
      device,
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
    position: RunPosition<PretrainingEpoch>,
    store: CheckpointStore,
    log: RunLog,
    header: object,
  ): Promise<number | undefined> {
    const { configuration, signal, onProgress } = this.task;
    const { epochs, seed, clipNorm, checkpointMinutes } = configuration;
    const { totalSteps } = this;
    const save = (): Promise<string> =>
      store.save(
        captureState(this.memory, position, undefined, header, { carried: Float32Array.from(this.carried) }),
      );
    let lastSave = performance.now();
    let lastReport = 0;
    let perplexity = lastPerplexity(position.history);
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
        const result = await synchronousStep(replicas, [position.stepInEpoch], step, rate, clipNorm);
        requireFinite('pretraining', position, result);
        this.advance(position, result.loss, performance.now() - started);
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
      requireFinitePerplexity(perplexity, position);
      const { trainingLoss: loss, tokensPerSecond } = await this.finishEpoch(position, perplexity, log);
      onProgress?.({ ...this.progress('epoch', position), perplexity, loss, tokensPerSecond });
      await save();
    }
    return perplexity;
  }

  private advance(position: RunPosition<PretrainingEpoch>, loss: number, milliseconds: number): void {
    const { streams, window } = this.task.configuration;
    const tokens = streams * window;
    position.step++;
    position.stepInEpoch++;
    position.lossSum += loss;
    position.tokensSeen += tokens;
    position.seconds += milliseconds / 1000;
    this.meter.add(tokens, milliseconds, loss);
  }

  private progress(kind: 'step' | 'epoch', position: RunPosition<PretrainingEpoch>): PretrainingFigures {
    const { streams, window, epochs } = this.task.configuration;
    const { tokensPerSecond, smoothedLoss: loss } = this.meter;
    const stepsLeft = this.totalSteps - position.step;
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
  async measurePerplexity(replica: Replica, step: number, signal?: AbortSignal): Promise<number> {
    const windows = windowCount(this.heldOutStreams, this.task.configuration.window);
    let sum = 0;
    for (let window = 0; window < windows; window++) {
      signal?.throwIfAborted();
      sum += (await replica.evaluate([window], 'values', step))[0]!;
    }
    return Math.exp(sum / windows);
  }

  private async finishEpoch(
    position: RunPosition<PretrainingEpoch>,
    perplexity: number,
    log: RunLog,
  ): Promise<PretrainingEpoch> {
    const record = {
      epoch: position.epoch + 1,
      trainingLoss: position.lossSum / this.stepsInEpoch,
      perplexity,
      seconds: position.seconds,
      tokensPerSecond: position.tokensSeen / position.seconds,
    };
    closeEpoch(position, record);
    await log.append({ kind: 'pretraining-epoch', ...record });
    return record;
  }
}

/** As many streams as have at least two windows each; few, because the whole softmax of a window takes much memory. */
function heldOutStreamCount(tokens: number, window: number): number {
  return Math.min(8, Math.max(1, Math.floor(tokens / (2 * window + 1))));
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
