/** Small made-up data and the replicas that train on it, all in this thread. */
import { readFileSync } from 'node:fs';
import { type Example, readDataset, type Split, splitDataset } from '../datasets/index.js';
import {
  type ClassifierArchitecture,
  type DropoutRates,
  denseParameters,
  dropoutMasks,
  embeddingParameter,
  weightMasks,
} from '../models/index.js';
import { Random } from '../random/index.js';
import { type AdversarialSettings, noAdversary } from './adversarial.js';
import { resolveConfiguration, type TrainingConfiguration } from './configuration.js';
import type { EncodedReviews } from './encoded-reviews.js';
import { forwardGraph, stepGraph } from './graphs.js';
import { createMemory, type TrainingMemory } from './memory.js';
import type { OptimiserSettings } from './optimiser.js';
import { LocalReplica, type ReplicaSetup } from './replica.js';
import type { TrainingTask } from './training-task.js';

/** A file of the repository as text. */
export function repositoryFile(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The sample reviews that lie in the repository, all of them in training and development. */
export async function sampleSplit(): Promise<Split> {
  const path = new URL('../../data/sample-reviews.csv', import.meta.url).pathname;
  return splitDataset(await readDataset(path), { developmentFraction: 0.2, seed: 1 });
}

export function encoded(reviews: readonly (readonly number[])[], labels: readonly number[]): EncodedReviews {
  const offsets = new Uint32Array(new SharedArrayBuffer((reviews.length + 1) * 4));
  reviews.forEach((review, i) => {
    offsets[i + 1] = offsets[i]! + review.length;
  });
  const ids = new Int32Array(new SharedArrayBuffer(offsets[reviews.length]! * 4));
  ids.set(reviews.flat());
  const shared = new Int32Array(new SharedArrayBuffer(labels.length * 4));
  shared.set(labels);
  return { ids, offsets, labels: shared };
}

/** Random reviews of 1 to 9 tokens that begin with the start token. */
export function drawnReviews(count: number, architecture: ClassifierArchitecture): EncodedReviews {
  const random = new Random(17);
  const word = (): number => 4 + random.integer(architecture.vocabularySize - 4);
  const reviews = Array.from({ length: count }, () => [
    2,
    ...Array.from({ length: random.integer(9) }, word),
  ]);
  return encoded(
    reviews,
    reviews.map(() => random.integer(architecture.classes)),
  );
}

export interface ReplicaOptions {
  readonly architecture: ClassifierArchitecture;
  readonly rates?: DropoutRates;
  readonly wordDropout?: number;
  readonly optimiser?: OptimiserSettings;
  readonly movingAverage?: number;
  readonly rateScale?: (name: string) => number;
  readonly depth?: (name: string) => number;
  readonly adversarial?: AdversarialSettings;
}

/** What `count` replicas of a classifier on random reviews are made from. */
export function replicaSetup(
  count: number,
  {
    architecture,
    rates = { embedding: 0, between: 0, output: 0 },
    wordDropout = 0,
    optimiser = { name: 'sgd', momentum: 0.9, weightDecay: 0 },
    movingAverage = 0,
    rateScale = () => 1,
    depth = () => 0,
    adversarial = noAdversary,
  }: ReplicaOptions,
): Omit<ReplicaSetup, 'index'> {
  const reviews = drawnReviews(24, architecture);
  const memory = createMemory({
    dense: denseParameters(architecture),
    embedding: embeddingParameter(architecture),
    replicas: count,
    maximumRows: architecture.vocabularySize,
    rateScale,
    depth,
    movingAverage,
    random: new Random(1),
  });
  const masks = dropoutMasks(architecture, rates);
  return {
    count,
    device: 'cpu',
    memory,
    optimiser,
    movingAverage,
    stepModel: stepGraph(architecture, rates, adversarial),
    evaluationModel: forwardGraph(architecture),
    task: {
      kind: 'classifier',
      architecture,
      masks,
      weightMasks: weightMasks(architecture, rates),
      wordDropout,
      seed: 3,
      virtual: adversarial.virtualAdversarial > 0,
      training: reviews,
      development: reviews,
    },
  };
}

/** Replicas in this thread, their memory and their reviews. */
export async function localReplicas(
  count: number,
  options: ReplicaOptions,
): Promise<{ replicas: LocalReplica[]; memory: TrainingMemory; reviews: EncodedReviews }> {
  const setup = replicaSetup(count, options);
  const places = Array.from({ length: count }, (_, index) => index);
  const replicas = await Promise.all(places.map((index) => LocalReplica.create({ ...setup, index })));
  return { replicas, memory: setup.memory, reviews: drawnReviews(24, options.architecture) };
}

const told = [
  ['dull', 'grey', 'tired', 'noise'],
  ['bright', 'tender', 'alive', 'song'],
  ['long', 'short', 'early', 'late'],
];

/** Made-up texts whose words tell their label. */
export function tellingTexts(count: number, labels: number, prefix: string): Example[] {
  return Array.from({ length: count }, (_, i) => {
    const label = i % labels;
    const words = Array.from({ length: 2 + (i % 5) }, (_, k) => told[label]![(i * 3 + k) % 4]);
    return { id: `${prefix}-${i}`, text: words.join(' '), label };
  });
}

/** A task on the telling texts with a classifier that trains in a fraction of a second; without a folder. */
export function tinyTask(
  settings: Partial<TrainingConfiguration> = {},
  labels: readonly string[] = ['negative', 'positive'],
): TrainingTask {
  const configuration = resolveConfiguration(
    {
      threads: 1,
      hiddenSize: 5,
      embeddingSize: 6,
      epochs: 3,
      batchSize: 8,
      learningRate: 0.03,
      warmupSteps: 4,
      movingAverage: 0.8,
      ...settings,
    },
    'small',
  );
  const split = {
    train: tellingTexts(60, labels.length, 'train'),
    development: tellingTexts(20, labels.length, 'development'),
  };
  return { configuration, labels, split, dataSha256: 'd'.repeat(64) };
}

/** A signal that is found aborted when it is asked after `steps` steps: a trainer asks once before each. */
export function signalAfter(steps: number): AbortSignal {
  let asked = 0;
  return Object.defineProperty(new AbortController().signal, 'aborted', { get: () => asked++ >= steps });
}
