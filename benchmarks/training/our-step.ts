/** A training step as a training run does it, with its graphs and replicas: of the work that the other libraries do, or by the defaults. */
import { denseParameters, dropoutMasks, embeddingParameter } from '../../src/models/index.js';
import { Random } from '../../src/random/index.js';
import { Session } from '../../src/runtime/index.js';
import { type AdversarialSettings, noAdversary } from '../../src/training/adversarial.js';
import { resolveConfiguration, defaults as trainingDefaults } from '../../src/training/configuration.js';
import type { EncodedReviews } from '../../src/training/encoded-reviews.js';
import { forwardGraph, stepGraph } from '../../src/training/graphs.js';
import { createMemory } from '../../src/training/memory.js';
import { LocalReplica, type Replica, type ReplicaSetup } from '../../src/training/replica.js';
import { createReplicas } from '../../src/training/replicas.js';
import { synchronousStep } from '../../src/training/synchronous-step.js';
import { median } from '../statistics.js';
import { prepareLanguageModel } from './language-model-setup.js';
import { type StepSize, type StepWork, vocabularySize } from './sizes.js';
import { zipfIds } from './zipf.js';

/** Steps and seconds of the profile that do not count: until then parts of it are interpreted. */
const warmUp = { steps: 4, seconds: 6 };

/** Batches that the steps take in turn. */
const batchCount = 4;

export interface OurStep {
  /** Embedding rows that a batch uses, on average; of a language model the words that a direction predicts among. */
  readonly distinctRows: number;
  /** Seconds of each of some steps. */
  measure(steps: number): Promise<number[]>;
  release(): Promise<void>;
}

/** The step on `threads` replicas, each with a thread of its own. */
export async function createOurStep(
  size: StepSize,
  threads: number,
  adversarial = noAdversary,
): Promise<OurStep> {
  const { setup, batches, distinctRows, clipNorm } = prepare(size, threads, adversarial, 'same');
  const replicas = await createReplicas(setup);
  const step = stepper(replicas, batches, clipNorm);
  return {
    distinctRows,
    async measure(steps) {
      const seconds: number[] = [];
      for (let i = 0; i < steps; i++) seconds.push(await timed(step));
      return seconds;
    },
    async release() {
      await Promise.all(replicas.map((replica) => replica.release()));
    },
  };
}

/** Where the time of a step goes, in milliseconds. */
export interface StepParts {
  /** In the runtime. */
  readonly runtime: number;
  /** Collecting rows, feeds, copying gradients. */
  readonly around: number;
  /** Summing the replicas' gradients and their norm. */
  readonly reduce: number;
  /** Clipping, optimiser, moving average. */
  readonly update: number;
  /** Share of the step outside the runtime. */
  readonly shareOutside: number;
}

const sameWork = {
  pooling: ['mean'],
  embeddingDropout: 0,
  outputDropout: 0,
  wordDropout: 0,
  clipNorm: 0,
  movingAverage: 0,
} as const;

/** Medians over some whole steps of one of `threads` replicas, alone in this thread, on its part of the batch. */
export async function profileStep(
  size: StepSize,
  threads: number,
  steps: number,
  adversarial = noAdversary,
): Promise<StepParts> {
  const { setup, batches, clipNorm } = prepare(size, threads, adversarial, 'whole');
  const replica = await LocalReplica.create({ ...setup, index: 0 });
  const times = {
    runtime: [] as number[],
    gradient: [] as number[],
    reduce: [] as number[],
    update: [] as number[],
  };
  const run = Session.prototype.run;
  let inside = 0;
  Session.prototype.run = async function (this: Session, feeds) {
    const began = performance.now();
    const results = await run.call(this, feeds);
    inside += performance.now() - began;
    return results;
  };
  try {
    const watched: Replica = {
      gradient: (batch, step) => record(times.gradient, () => replica.gradient(batch, step)),
      reduce: () => record(times.reduce, () => replica.reduce()),
      update: (update) => record(times.update, () => replica.update(update)),
      evaluate: (batch, which, step) => replica.evaluate(batch, which, step),
      release: () => replica.release(),
    };
    const step = stepper([watched], batches, clipNorm);
    const began = performance.now();
    for (let i = 0; i < warmUp.steps || performance.now() - began < 1000 * warmUp.seconds; i++) await step();
    for (const kind of Object.values(times)) kind.length = 0;
    for (let i = 0; i < steps; i++) {
      inside = 0;
      await step();
      times.runtime.push(inside);
    }
  } finally {
    Session.prototype.run = run;
    await replica.release();
  }
  const [runtime, reduce, update] = [median(times.runtime), median(times.reduce), median(times.update)];
  const around = median(times.gradient) - runtime;
  const outside = around + reduce + update;
  return { runtime, around, reduce, update, shareOutside: outside / (outside + runtime) };
}

async function record<Result>(into: number[], work: () => Promise<Result>): Promise<Result> {
  const began = performance.now();
  const result = await work();
  into.push(performance.now() - began);
  return result;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** A function that does the next step on the next batch. */
function stepper(
  replicas: readonly Replica[],
  batches: readonly (readonly number[])[],
  clipNorm: number,
): () => Promise<void> {
  const { learningRate } = trainingDefaults;
  let step = 0;
  return async () => {
    const batch = batches[step % batches.length]!;
    step++;
    const { loss } = await synchronousStep(replicas, batch, step, learningRate, clipNorm);
    if (!Number.isFinite(loss)) throw new Error(`the loss of step ${step} is ${loss}`);
  };
}

interface PreparedStep {
  readonly setup: Omit<ReplicaSetup, 'index'>;
  readonly batches: readonly (readonly number[])[];
  readonly distinctRows: number;
  /** 0: gradients are not clipped. */
  readonly clipNorm: number;
}

function prepare(
  size: StepSize,
  threads: number,
  adversarial: AdversarialSettings,
  work: StepWork,
): PreparedStep {
  if (size.task === 'language-model') return prepareLanguageModel(size, threads, work);
  const { batch, time, embeddingSize, hiddenSize, directions } = size;
  const configuration = resolveConfiguration({
    ...(work === 'same' ? sameWork : {}),
    batchSize: batch,
    trainingLength: time,
    threads,
  });
  const { pooling, optimiser, momentum, weightDecay, movingAverage, wordDropout, seed } = configuration;
  const { embeddingDropout, betweenDropout, outputDropout, clipNorm } = configuration;
  const rates = { embedding: embeddingDropout, between: betweenDropout, output: outputDropout };
  const architecture = {
    vocabularySize,
    embeddingSize,
    hiddenSize,
    layers: 1,
    bidirectional: directions === 2,
    pooling,
    classes: 2,
  };
  const memory = createMemory({
    dense: denseParameters(architecture),
    embedding: embeddingParameter(architecture),
    replicas: threads,
    maximumRows: batch * time + 1,
    rateScale: () => 1,
    movingAverage,
    random: new Random(seed),
  });
  const reviews = randomReviews(batchCount * batch, time, new Random(2));
  const batches = Array.from({ length: batchCount }, (_, k) =>
    Array.from({ length: batch }, (_, b) => k * batch + b),
  );
  const setup: Omit<ReplicaSetup, 'index'> = {
    device: 'cpu',
    count: threads,
    memory,
    optimiser: { name: optimiser, momentum, weightDecay },
    movingAverage,
    stepModel: stepGraph(architecture, rates, adversarial),
    evaluationModel: forwardGraph(architecture),
    task: {
      kind: 'classifier',
      architecture,
      masks: dropoutMasks(architecture, rates),
      wordDropout,
      seed,
      virtual: adversarial.virtualAdversarial > 0,
      training: reviews,
      development: reviews,
    },
  };
  return { setup, batches, distinctRows: distinctRows(reviews, batch * time), clipNorm };
}

/** Reviews of `time` tokens each. */
function randomReviews(count: number, time: number, random: Random): EncodedReviews {
  const ids = new Int32Array(new SharedArrayBuffer(4 * count * time));
  ids.set(zipfIds(count * time, vocabularySize, random));
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * (count + 1)));
  const labels = new Int32Array(new SharedArrayBuffer(4 * count));
  for (let i = 0; i < count; i++) {
    offsets[i + 1] = (i + 1) * time;
    labels[i] = i % 2;
  }
  return { ids, offsets, labels };
}

function distinctRows({ ids }: EncodedReviews, tokens: number): number {
  let total = 0;
  for (let start = 0; start < ids.length; start += tokens) {
    total += new Set(ids.subarray(start, start + tokens)).size;
  }
  return Math.round((total * tokens) / ids.length);
}
