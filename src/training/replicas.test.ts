import { describe, expect, it } from 'vitest';
import type { ClassifierArchitecture } from '../models/index.js';
import { createReplicas } from './replicas.js';
import { synchronousStep } from './synchronous-step.js';
import { localReplicas, replicaSetup } from './training.test-support.js';

const architecture: ClassifierArchitecture = {
  vocabularySize: 25,
  embeddingSize: 4,
  hiddenSize: 3,
  layers: 1,
  bidirectional: true,
  pooling: ['mean'],
  classes: 2,
};

describe('replicas in threads of their own', () => {
  it('take the very steps of replicas in this thread', async () => {
    const local = await localReplicas(2, { architecture });
    const setup = replicaSetup(2, { architecture });
    const remote = await createReplicas(setup);
    for (const [i, batch] of [
      [0, 1, 2],
      [3, 4],
      [5, 6, 7, 8, 9],
    ].entries()) {
      const here = await synchronousStep(local.replicas, batch, i + 1, 0.1, 1);
      expect(await synchronousStep(remote, batch, i + 1, 0.1, 1)).toEqual(here);
    }
    expect(setup.memory).toEqual(local.memory);
    const logits = await remote[1]!.evaluate([1, 2], 'values', 3);
    expect(logits).toEqual(await local.replicas[0]!.evaluate([1, 2], 'values', 3));
    await Promise.all([...local.replicas, ...remote].map((replica) => replica.release()));
  });

  it('tell why a thread failed, also to those who ask later', async () => {
    const damaged = { ...replicaSetup(2, { architecture }), stepModel: Uint8Array.of(1, 2, 3) };
    const [first, second] = await createReplicas(damaged);
    await expect(first!.gradient([0], 1)).rejects.toThrow(/protobuf|model|ONNX/i);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await expect(second!.gradient([0], 1)).rejects.toThrow(/protobuf|model|ONNX/i);
  });
});
