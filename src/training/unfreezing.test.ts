import { describe, expect, it } from 'vitest';
import { embeddingName } from '../models/index.js';
import { synchronousStep } from './synchronous-step.js';
import { trainClassifier } from './train-classifier.js';
import { localReplicas, tinyTask } from './training.test-support.js';
import { layerDepth, trainedDepth } from './unfreezing.js';

const architecture = {
  vocabularySize: 25,
  embeddingSize: 4,
  hiddenSize: 3,
  layers: 2,
  bidirectional: true,
  pooling: ['mean'],
  classes: 2,
} as const;

describe('gradual unfreezing', () => {
  it('goes from the fully connected layer down to the embedding', () => {
    const names = ['linear.bias', 'lstm.1.backward.r', 'lstm.0.forward.w', embeddingName];
    expect(names.map((name) => layerDepth(name, 2))).toEqual([0, 1, 2, 3]);
  });

  it('lets a layer join after so many epochs, or all at once', () => {
    const depths = [0, 9, 10, 19, 20, 30].map((step) => trainedDepth(step, 10, 1));
    expect(depths).toEqual([0, 0, 1, 1, 2, 3]);
    expect([4, 5].map((step) => trainedDepth(step, 10, 0.5))).toEqual([0, 1]);
    expect(trainedDepth(0, 10, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  it('leaves what is frozen as it is', async () => {
    for (const [depth, moved] of [
      [0, ['linear']],
      [1, ['linear', 'lstm.1']],
      [2, ['linear', 'lstm.1', 'lstm.0']],
      [3, ['linear', 'lstm.1', 'lstm.0', 'embedding']],
    ] as const) {
      const { replicas, memory } = await localReplicas(2, {
        architecture,
        depth: (name) => layerDepth(name, architecture.layers),
      });
      const before = Float32Array.from(memory.dense.values);
      const embedding = Float32Array.from(memory.embedding.values);
      await synchronousStep(replicas, [0, 1, 2], 1, 0.1, 1, depth);
      const changed = memory.places
        .filter(({ start, count }) =>
          memory.dense.values.subarray(start, start + count).some((value, i) => value !== before[start + i]),
        )
        .map(({ name }) => (name.startsWith('linear') ? 'linear' : name.slice(0, 6)));
      if (memory.embedding.values.some((value, i) => value !== embedding[i])) changed.push('embedding');
      expect(new Set(changed)).toEqual(new Set(moved));
      await Promise.all(replicas.map((replica) => replica.release()));
    }
  });

  it('is a setting of a run, which learns with it', async () => {
    const frozen = await trainClassifier(tinyTask({ epochs: 1, unfreezeEpochs: 1, movingAverage: 0 }));
    const free = await trainClassifier(tinyTask({ epochs: 1, movingAverage: 0 }));
    const name = 'lstm.0.forward.r';
    const untouched = await trainClassifier(tinyTask({ epochs: 1, movingAverage: 0, lowerRateScale: 0 }));
    expect(frozen!.parameters.get(name)).toEqual(untouched!.parameters.get(name));
    expect(frozen!.parameters.get(name)).not.toEqual(free!.parameters.get(name));
    const task = tinyTask({ epochs: 10, unfreezeEpochs: 1, wordDropout: 0 });
    expect((await trainClassifier(task))!.development.accuracy).toBe(1);
  });
});
