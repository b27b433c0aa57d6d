/** The training loop: epochs of steps, evaluation after each epoch, checkpoints, early stopping. */
import { performance } from 'node:perf_hooks';
import type { CheckpointStore, RunLog } from '../checkpoint/index.js';
import { lengthBuckets } from '../datasets/index.js';
import { calibratedLogLoss, type EpochRecord, isBetterEpoch } from '../evaluation/index.js';
import { Random } from '../random/index.js';
import type { TrainingConfiguration } from './configuration.js';
import { developmentEvaluation, developmentLogits } from './development.js';
import { type EncodedReviews, reviewLengths } from './encoded-reviews.js';
import {
  epochCounts,
  epochReviews,
  type ReviewCounts,
  type TrainingReviews,
  totalOf,
} from './epoch-reviews.js';
import { kernelsOn } from './kernels.js';
import type { TrainingMemory } from './memory.js';
import { MovingAverage } from './moving-average.js';
import { RateMeter, type TrainingProgress } from './progress.js';
import type { Replica } from './replica.js';
import { requireFinite } from './run-guards.js';
import { learningRateAt } from './schedule.js';
import { synchronousStep } from './synchronous-step.js';
import { type BestWeights, captureState, closeEpoch, type RunPosition } from './training-state.js';
import { trainedDepth } from './unfreezing.js';

export interface TrainerParts {
  readonly configuration: TrainingConfiguration;
  readonly labels: readonly string[];
  readonly memory: TrainingMemory;
  readonly replicas: readonly Replica[];
  readonly training: TrainingReviews;
  readonly development: EncodedReviews;
  readonly developmentIds: readonly string[];
  readonly fingerprint: object;
  readonly store?: CheckpointStore | undefined;
  readonly log?: RunLog | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: TrainingProgress) => void) | undefined;
}

/** Seconds between two reports of progress. */
const reportInterval = 0.2;

export class Trainer {
  private readonly lengths: Uint32Array;
  private readonly shown: ReviewCounts;
  private readonly stepsInEpoch: number;
  private tokensInEpoch = 0;
  private readonly meter = new RateMeter();
  private lastReport = 0;
  private lastSave = performance.now();

  constructor(
    private readonly parts: TrainerParts,
    readonly position: RunPosition<EpochRecord>,
    public best: BestWeights | undefined,
  ) {
    this.lengths = reviewLengths(parts.training);
    this.shown = epochCounts(parts.training.counts, parts.configuration);
    this.stepsInEpoch = Math.ceil(totalOf(this.shown) / parts.configuration.batchSize);
  }

  /** Trains to the end. Answers false when the signal stopped it first; the state is saved then. */
  async run(): Promise<boolean> {
    const { configuration } = this.parts;
    const { position } = this;
    while (position.epoch < configuration.epochs && !this.hasLostPatience()) {
      const batches = this.epochBatches();
      while (position.stepInEpoch < batches.length) {
        if (this.parts.signal?.aborted === true) {
          await this.save();
          return false;
        }
        await this.step(batches[position.stepInEpoch]!);
        if (performance.now() - this.lastSave > configuration.checkpointMinutes * 60_000) await this.save();
      }
      await this.finishEpoch();
      await this.save();
    }
    return true;
  }

  private hasLostPatience(): boolean {
    const { epoch, bestEpoch } = this.position;
    return epoch - bestEpoch >= this.parts.configuration.patience && bestEpoch > 0;
  }

  /** The batches of the epoch under way: they depend on the seed and the epoch alone. */
  private epochBatches(): Uint32Array[] {
    const { seed, batchSize } = this.parts.configuration;
    const random = new Random(seed).fork(1000 + this.position.epoch);
    const reviews = epochReviews(this.parts.training.counts, this.shown, random);
    const lengths = reviews.map((review) => this.lengths[review]!);
    this.tokensInEpoch = lengths.reduce((sum, length) => sum + length, 0);
    return lengthBuckets(lengths, { batchSize, random }).map((batch) => batch.map((i) => reviews[i]!));
  }

  private rateAt(step: number): number {
    const { configuration } = this.parts;
    return learningRateAt(step, { ...configuration, totalSteps: this.stepsInEpoch * configuration.epochs });
  }

  private async step(reviews: Uint32Array): Promise<void> {
    const { replicas, configuration } = this.parts;
    const { position } = this;
    const started = performance.now();
    const batch = Array.from(reviews);
    const number = position.step + 1;
    const rate = this.rateAt(position.step);
    const { clipNorm, unfreezeEpochs } = configuration;
    const depth = trainedDepth(position.step, this.stepsInEpoch, unfreezeEpochs);
    const result = await synchronousStep(replicas, batch, number, rate, clipNorm, depth);
    requireFinite('training', position, result);
    const { loss } = result;

    const milliseconds = performance.now() - started;
    const tokens = batch.reduce((sum, review) => sum + this.lengths[review]!, 0);
    position.step = number;
    position.stepInEpoch++;
    position.lossSum += loss * batch.length;
    position.reviewsSeen += batch.length;
    position.tokensSeen += tokens;
    position.seconds += milliseconds / 1000;
    this.meter.add(tokens, milliseconds, loss);
    this.report();
  }

  private report(): void {
    const { onProgress, configuration } = this.parts;
    const now = performance.now();
    if (onProgress === undefined || now - this.lastReport < reportInterval * 1000) return;
    this.lastReport = now;
    const { position, meter } = this;
    const tokensLeft = this.tokensInEpoch * (configuration.epochs - position.epoch) - position.tokensSeen;
    onProgress({
      kind: 'step',
      epoch: position.epoch + 1,
      epochs: configuration.epochs,
      step: position.stepInEpoch,
      stepsInEpoch: this.stepsInEpoch,
      loss: meter.smoothedLoss,
      developmentAccuracy: position.history.at(-1)?.developmentAccuracy,
      tokensPerSecond: meter.tokensPerSecond,
      secondsLeft: tokensLeft / meter.tokensPerSecond,
    });
  }

  private async finishEpoch(): Promise<void> {
    const { configuration, replicas, development, labels, developmentIds, memory } = this.parts;
    const { position } = this;
    const which = configuration.movingAverage > 0 ? 'average' : 'values';
    const logits = await developmentLogits(replicas, development, which, position.step);
    const evaluation = developmentEvaluation(logits, development, labels, developmentIds);
    const record: EpochRecord = {
      epoch: position.epoch + 1,
      trainingLoss: position.lossSum / position.reviewsSeen,
      developmentLoss: evaluation.logLoss,
      developmentCalibratedLoss: calibratedLogLoss(logits, development.labels),
      developmentAccuracy: evaluation.accuracy,
      learningRate: this.rateAt(position.step - 1),
      seconds: position.seconds,
      tokensPerSecond: position.tokensSeen / position.seconds,
    };
    closeEpoch(position, record);
    const previous = position.history[position.bestEpoch - 1];
    const isBest = previous === undefined || isBetterEpoch(record, previous);
    if (isBest) {
      position.bestEpoch = record.epoch;
      catchUpAverage(memory, configuration.movingAverage, position.step);
      this.best = {
        dense: Float32Array.from(memory.dense[which]),
        embedding: Float32Array.from(memory.embedding[which]),
      };
    }
    await this.parts.log?.append({ kind: 'epoch', ...record, isBest });
    this.parts.onProgress?.({ kind: 'epoch', record, isBest });
  }

  private async save(): Promise<void> {
    const { store, memory, fingerprint } = this.parts;
    await store?.save(captureState(memory, this.position, this.best, fingerprint));
    this.lastSave = performance.now();
  }
}

/** Brings the average of every embedding row up to `step`. */
function catchUpAverage(memory: TrainingMemory, decay: number, step: number): void {
  const kernels = kernelsOn(memory.shared);
  const average = new MovingAverage(decay);
  const { embedding, embeddingSize, averagedUntil } = memory;
  for (let id = 0; id < averagedUntil.length; id++) {
    const kept = average.decayOver(averagedUntil[id]!, step);
    average.move(kernels, embedding, id * embeddingSize, embeddingSize, kept);
    averagedUntil[id] = step;
  }
}
