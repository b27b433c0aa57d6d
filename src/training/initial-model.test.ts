import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SplitCounts } from '../datasets/index.js';
import { embeddingName } from '../models/index.js';
import { readInitialModel } from './initial-model.js';
import { publishClassifier } from './publish.js';
import { type TrainedClassifier, trainClassifier } from './train-classifier.js';
import { signalAfter, tellingTexts, tinyTask } from './training.test-support.js';

let folder: string;
let model: string;
let first: TrainedClassifier;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelsense-'));
  model = join(folder, 'first');
  const task = tinyTask({ epochs: 4 });
  first = (await trainClassifier(task))!;
  await publishClassifier({
    folder: model,
    trained: first,
    configuration: task.configuration,
    split: { ...task.split, counts: { train: 60, development: 20, perLabel: {} } as SplitCounts },
    data: { name: 'telling', format: 'csv', sha256: 'd'.repeat(64) },
    command: 'reelsense train',
    storage: 'float32',
    license: 'mit',
    language: 'en',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a run that begins with a model folder', () => {
  it('has its words, its weights and, for the same labels, its fully connected layer', async () => {
    const initial = await readInitialModel(model);
    const trained = await trainClassifier({ ...tinyTask({ epochs: 1, learningRate: 1e-9 }), initial });
    expect(trained!.tokenizer.vocabulary.tokens).toEqual(first.tokenizer.vocabulary.tokens);
    const difference = (name: string): number => {
      const [a, b] = [trained!.parameters.get(name)!, first.parameters.get(name)!];
      return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
    };
    expect(difference(embeddingName)).toBeLessThan(1e-6);
    expect(difference('lstm.0.forward.r')).toBeLessThan(1e-6);
    expect(trained!.development.accuracy).toBe(first.development.accuracy);
    expect(trained!.initial).toMatchObject({
      name: 'first',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      training: { command: 'reelsense train' },
    });
  });

  it('goes on to the same bits when it was stopped', async () => {
    const initial = await readInitialModel(model);
    const task = { ...tinyTask({ epochs: 2 }), initial };
    const whole = await trainClassifier(task);
    const run = { ...task, folder: join(folder, 'stopped') };
    expect(await trainClassifier({ ...run, signal: signalAfter(5) })).toBeUndefined();
    const parts = await trainClassifier({ ...run, resume: true });
    expect(parts!.parameters).toEqual(whole!.parameters);
  });

  it('learns other labels with a new fully connected layer', async () => {
    const initial = await readInitialModel(model);
    const labels = ['dull', 'bright', 'neither'];
    const task = tinyTask({ epochs: 6 }, labels);
    const split = {
      train: tellingTexts(60, 3, 'train'),
      development: tellingTexts(21, 3, 'development'),
    };
    const trained = await trainClassifier({ ...task, split, initial });
    expect(trained!.labels).toEqual(labels);
    expect(trained!.development.accuracy).toBeGreaterThan(0.6);
  });

  it('refuses other sizes', async () => {
    const initial = await readInitialModel(model);
    await expect(trainClassifier({ ...tinyTask({ hiddenSize: 6 }), initial })).rejects.toMatchObject({
      code: 'invalid-option',
      message: 'The model to begin with has hiddenSize 5, not 6; give the same.',
    });
  });

  it('says when there is neither a model nor a pretraining run', async () => {
    await expect(readInitialModel(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'file-not-found' });
  });
});
