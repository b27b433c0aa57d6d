/**
 * One of several workers on the same step (data parallelism): it computes the gradients of its part of a batch with one
 * thread of the runtime, then sums and applies its part of the parameters. Two single-threaded replicas beat one
 * two-threaded session by far, because a recurrence is a chain of products too small to share.
 */
import { float32, type Tensor } from '../onnx/index.js';
import { type Device, Session } from '../runtime/index.js';
import { createTask, type TaskSetup } from './create-task.js';
import { DistinctTokens } from './distinct-tokens.js';
import { floats } from './floats.js';
import { gradientName } from './graphs.js';
import { type Kernels, kernelsOn, placeOf, type SharedFloats } from './kernels.js';
import type { TrainingMemory } from './memory.js';
import { MovingAverage } from './moving-average.js';
import { type OptimiserArrays, type OptimiserSettings, update, updateRule } from './optimiser.js';
import type { StepTask } from './step-task.js';

/** Everything a replica needs; it can be sent to another thread. */
export interface ReplicaSetup {
  readonly index: number;
  readonly count: number;
  readonly device: Device;
  readonly memory: TrainingMemory;
  readonly optimiser: OptimiserSettings;
  readonly movingAverage: number;
  /** Parameters and a batch -> loss and gradients. */
  readonly stepModel: Uint8Array;
  /** Parameters and a batch -> what is measured. */
  readonly evaluationModel: Uint8Array;
  readonly task: TaskSetup;
}

export interface StepUpdate {
  /** Counted from 1. */
  readonly step: number;
  readonly rate: number;
  readonly gradientScale: number;
  /** What lies deeper keeps its values. */
  readonly depth: number;
}

/** What a trainer asks of a replica, in this thread or another. */
export interface Replica {
  /** Gradients of this replica's reviews of the batch. Answers its share of the mean loss. */
  gradient(batch: readonly number[], step: number): Promise<number>;
  /** Sums all replicas' gradients over this replica's part; answers the squared norm of that part. */
  reduce(): Promise<number>;
  /** Applies the summed gradients to this replica's part of the parameters. */
  update(update: StepUpdate): Promise<void>;
  /** What the task measures on a batch of its evaluation data, by the weights or their average after `step`. */
  evaluate(batch: readonly number[], which: 'values' | 'average', step: number): Promise<Float32Array>;
  release(): Promise<void>;
}

export class LocalReplica implements Replica {
  private readonly distinct: DistinctTokens;
  private readonly average: MovingAverage;
  private readonly kernels: Kernels;
  private readonly dense: Float32Array;
  private rows = new Float32Array(0);

  private constructor(
    private readonly setup: ReplicaSetup,
    private readonly task: StepTask,
    private readonly stepSession: Session,
    private readonly evaluationSession: Session,
  ) {
    this.distinct = new DistinctTokens(setup.memory.averagedUntil.length);
    this.average = new MovingAverage(setup.movingAverage);
    this.kernels = kernelsOn(setup.memory.shared);
    // The runtime takes no shared memory: what it is fed is copied.
    this.dense = new Float32Array(setup.memory.dense.values.length);
  }

  static async create(setup: ReplicaSetup): Promise<LocalReplica> {
    const { device } = setup;
    const [step, evaluation] = await Promise.all([
      Session.create(setup.stepModel, { threads: 1, device }),
      Session.create(setup.evaluationModel, { threads: 1, device }),
    ]);
    return new LocalReplica(setup, createTask(setup.task, setup), step, evaluation);
  }

  async gradient(batch: readonly number[], step: number): Promise<number> {
    const { memory, index } = this.setup;
    this.task.collect(batch, this.distinct);
    const gradients = memory.gradients[index]!;
    const denseCount = memory.dense.values.length;
    const feeds = this.task.feeds(batch, this.distinct, step);
    if (feeds === undefined) {
      gradients.fill(0, 0, denseCount + this.distinct.ids.length * memory.embeddingSize);
      return 0;
    }
    const results = await this.stepSession.run({ ...this.parameterFeeds('values', step), ...feeds });
    for (const { name, start } of memory.places) gradients.set(floats(results[gradientName(name)]), start);
    gradients.set(floats(results[gradientName('rows')]), denseCount);
    this.task.finish?.(results);
    return floats(results.loss)[0]!;
  }

  /** The dense parameters and the embedding rows in use. */
  private parameterFeeds(which: 'values' | 'average', step: number): Record<string, Tensor> {
    const { memory } = this.setup;
    this.dense.set(memory.dense[which]);
    const feeds: Record<string, Tensor> = {};
    for (const { name, shape, start, count } of memory.places) {
      feeds[name] = float32(this.dense.subarray(start, start + count), shape);
    }
    feeds.rows = this.rowsInUse(which, step);
    return feeds;
  }

  /** The embedding rows in use, [U, E]. */
  private rowsInUse(which: 'values' | 'average', step: number): Tensor {
    const { embedding, embeddingSize: E, averagedUntil } = this.setup.memory;
    const { ids } = this.distinct;
    const count = ids.length;
    if (this.rows.length < count * E) this.rows = new Float32Array(Math.ceil(count * 1.25) * E);
    const { rows } = this;
    for (let u = 0; u < count; ) {
      let end = u + 1;
      while (end < count && ids[end] === ids[end - 1]! + 1) end++; // neighbours in the table are copied together
      rows.set(embedding.values.subarray(ids[u]! * E, (ids[end - 1]! + 1) * E), u * E);
      u = end;
    }
    if (which === 'average') {
      ids.forEach((id, u) => {
        const kept = this.average.decayOver(averagedUntil[id]!, step);
        for (let e = 0; e < E; e++) {
          const value = rows[u * E + e]!;
          rows[u * E + e] = value + kept * (embedding.average[id * E + e]! - value);
        }
      });
    }
    return float32(rows.subarray(0, count * E), [count, E]);
  }

  /** This replica's part of `count` elements. */
  private part(count: number): { from: number; to: number } {
    const { index, count: replicas } = this.setup;
    return { from: Math.floor((count * index) / replicas), to: Math.floor((count * (index + 1)) / replicas) };
  }

  private parts(): { from: number; to: number }[] {
    const { memory } = this.setup;
    const denseCount = memory.dense.values.length;
    const rows = this.part(this.distinct.ids.length);
    const E = memory.embeddingSize;
    return [this.part(denseCount), { from: denseCount + rows.from * E, to: denseCount + rows.to * E }];
  }

  async reduce(): Promise<number> {
    const { kernels } = this;
    const [sum, ...others] = this.setup.memory.gradients as [SharedFloats, ...SharedFloats[]];
    let squares = 0;
    for (const { from, to } of this.parts()) {
      const atSum = placeOf(sum, from);
      for (const other of others) kernels.add(atSum, placeOf(other, from), to - from);
      squares += kernels.squaredNorm(atSum, to - from);
    }
    return squares;
  }

  async update({ step, rate, gradientScale, depth }: StepUpdate): Promise<void> {
    const { memory, optimiser } = this.setup;
    const { dense, embedding, embeddingSize: E } = memory;
    const [denseArrays, embeddingArrays] = [dense, embedding].map(({ values, first, second }) => ({
      parameters: values,
      gradients: memory.gradients[0]!,
      first,
      second,
    })) as [OptimiserArrays, OptimiserArrays];
    const own = this.part(dense.values.length);
    for (const place of memory.places) {
      const from = Math.max(own.from, place.start);
      const count = Math.min(own.to, place.start + place.count) - from;
      if (count <= 0) continue;
      const placeRate = place.depth <= depth ? rate * place.rateScale : 0;
      update(
        this.kernels,
        updateRule(optimiser, step, placeRate, gradientScale),
        denseArrays,
        from,
        from,
        count,
      );
    }
    const kept = this.average.decayOver(step - 1, step);
    this.average.move(this.kernels, dense, own.from, own.to - own.from, kept);
    const rowRate = memory.embeddingDepth <= depth ? rate * memory.embeddingRateScale : 0;
    const rowRule = updateRule(optimiser, step, rowRate, gradientScale);
    const rows = this.part(this.distinct.ids.length);
    for (let u = rows.from; u < rows.to; u++) {
      const id = this.distinct.ids[u]!;
      this.average.move(
        this.kernels,
        embedding,
        id * E,
        E,
        this.average.decayOver(memory.averagedUntil[id]!, step - 1),
      );
      update(this.kernels, rowRule, embeddingArrays, id * E, dense.values.length + u * E, E);
      this.average.move(this.kernels, embedding, id * E, E, kept);
      memory.averagedUntil[id] = step;
    }
  }

  async evaluate(batch: readonly number[], which: 'values' | 'average', step: number): Promise<Float32Array> {
    this.task.collectForEvaluation(batch, this.distinct);
    const feeds = this.task.evaluationFeeds(batch, this.distinct);
    const results = await this.evaluationSession.run({ ...this.parameterFeeds(which, step), ...feeds });
    return this.task.measured(results);
  }

  async release(): Promise<void> {
    await this.stepSession.release();
    await this.evaluationSession.release();
  }
}
