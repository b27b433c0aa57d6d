/** What a run of a classifier is made of, from its settings: architecture, memory, replicas. */
import {
  type ClassifierArchitecture,
  type DropoutRates,
  denseParameters,
  dropoutMasks,
  embeddingParameter,
  weightMasks,
} from '../models/index.js';
import { Random } from '../random/index.js';
import type { TrainingConfiguration } from './configuration.js';
import type { EncodedReviews } from './encoded-reviews.js';
import { epochCounts, type TrainingReviews, totalOf } from './epoch-reviews.js';
import { forwardGraph, stepGraph } from './graphs.js';
import { createMemory, type TrainingMemory } from './memory.js';
import type { ReplicaSetup } from './replica.js';
import { layerDepth } from './unfreezing.js';

export function architectureOf(
  configuration: TrainingConfiguration,
  vocabularySize: number,
  classes: number,
): ClassifierArchitecture {
  const { embeddingSize, hiddenSize, layers, bidirectional, pooling } = configuration;
  return { vocabularySize, embeddingSize, hiddenSize, layers, bidirectional, pooling, classes };
}

/** The parameters as a run from scratch begins with them. */
export function classifierMemory(
  architecture: ClassifierArchitecture,
  configuration: TrainingConfiguration,
): TrainingMemory {
  const { seed, threads, batchSize, trainingLength, lowerRateScale, movingAverage } = configuration;
  return createMemory({
    dense: denseParameters(architecture),
    embedding: embeddingParameter(architecture),
    replicas: threads,
    maximumRows: batchSize * trainingLength + 1,
    rateScale: (name) => (name.startsWith('linear.') ? 1 : lowerRateScale),
    depth: (name) => layerDepth(name, architecture.layers),
    movingAverage,
    random: new Random(seed),
  });
}

export function classifierReplicas(
  configuration: TrainingConfiguration,
  architecture: ClassifierArchitecture,
  memory: TrainingMemory,
  training: TrainingReviews,
  development: EncodedReviews,
): Omit<ReplicaSetup, 'index'> {
  const rates = dropoutRates(configuration);
  const shown = epochCounts(training.counts, configuration);
  const all = totalOf(shown);
  const { optimiser, momentum, weightDecay, threads, device, wordDropout, seed, movingAverage } =
    configuration;
  return {
    count: threads,
    device,
    memory,
    optimiser: { name: optimiser, momentum, weightDecay },
    movingAverage,
    stepModel: stepGraph(architecture, rates, configuration),
    evaluationModel: forwardGraph(architecture),
    task: {
      kind: 'classifier',
      architecture,
      masks: dropoutMasks(architecture, rates),
      weightMasks: weightMasks(architecture, rates),
      wordDropout,
      seed,
      labelledScale: all / (all - shown.unlabelled),
      virtual: configuration.virtualAdversarial > 0,
      training,
      development,
    },
  };
}

function dropoutRates(configuration: TrainingConfiguration): DropoutRates {
  const { embeddingDropout, betweenDropout, outputDropout, recurrentDropout } = configuration;
  return {
    embedding: embeddingDropout,
    between: betweenDropout,
    output: outputDropout,
    recurrent: recurrentDropout,
  };
}
