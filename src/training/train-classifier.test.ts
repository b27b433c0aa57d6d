import { describe, expect, it } from 'vitest';
import { resolveConfiguration, trainClassifier } from './index.js';
import { sampleSplit, tellingTexts, tinyTask } from './training.test-support.js';

describe('training', () => {
  it.each([
    [
      'plain',
      {},
      [
        { trainingLoss: 0.698, developmentLoss: 0.6928 },
        { trainingLoss: 0.6634, developmentLoss: 0.6862 },
        { trainingLoss: 0.4992, developmentLoss: 0.7321 },
        { trainingLoss: 0.3709, developmentLoss: 0.7124 },
      ],
    ],
    [
      'adversarial',
      { adversarial: 1, virtualAdversarial: 0.5, adversarialNorm: 1, epochs: 2 },
      [
        { trainingLoss: 1.4075, developmentLoss: 0.6938 },
        { trainingLoss: 1.3913, developmentLoss: 0.6924 },
      ],
    ],
  ])('follows the pinned loss curve on the sample reviews: %s', async (_, settings, pinned) => {
    const configuration = resolveConfiguration(
      {
        threads: 1,
        hiddenSize: 8,
        embeddingSize: 8,
        epochs: 4,
        batchSize: 16,
        trainingLength: 40,
        maximumLength: 60,
        learningRate: 0.02,
        warmupSteps: 5,
        movingAverage: 0.9,
        wordDropout: 0,
        embeddingDropout: 0.1,
        outputDropout: 0.1,
        ...settings,
      },
      'small',
    );
    const trained = await trainClassifier({
      configuration,
      labels: ['negative', 'positive'],
      split: await sampleSplit(),
      dataSha256: '',
    });
    // Other instruction sets round otherwise; any mistake in the mathematics moves these by far more.
    expect(trained!.history.length).toBe(pinned.length);
    trained!.history.forEach(({ trainingLoss, developmentLoss }, i) => {
      expect(Math.abs(trainingLoss - pinned[i]!.trainingLoss)).toBeLessThan(1e-3);
      expect(Math.abs(developmentLoss - pinned[i]!.developmentLoss)).toBeLessThan(1e-3);
    });
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const parameters = async (seed: number) => (await trainClassifier(tinyTask({ seed })))!.parameters;
    const first = await parameters(1);
    expect(await parameters(1)).toEqual(first);
    expect(await parameters(2)).not.toEqual(first);
  });

  it.each(
    [
      ['negative', 'positive'],
      ['bad', 'good', 'so-so'],
    ].map((labels) => [labels.length, labels] as const),
  )('learns to tell %i labels apart', async (count, labels) => {
    const trained = await trainClassifier(tinyTask({ epochs: 8, wordDropout: 0 }, labels));
    expect(trained!.development.accuracy).toBe(1);
    expect(trained!.developmentLogits.map((row) => row.length)).toEqual(new Array(20).fill(count));
    expect(trained!.architecture.classes).toBe(count);
  });

  it.each(['sgd', 'adamw'] as const)(
    'learns with %s in two layers, one direction, all poolings',
    async (optimiser) => {
      const rate = optimiser === 'sgd' ? 0.3 : 0.03;
      const settings = {
        optimiser,
        learningRate: rate,
        layers: 2,
        bidirectional: false,
        epochs: 8,
        wordDropout: 0,
      };
      const trained = await trainClassifier(tinyTask({ ...settings, pooling: ['mean', 'max', 'last'] }));
      expect(trained!.development.accuracy).toBe(1);
    },
  );

  it('stops when the development part gets worse, and keeps the best weights', async () => {
    const task = tinyTask({ epochs: 30, patience: 3, movingAverage: 0 });
    // What was learnt is wrong there: every further epoch is worse.
    const development = tellingTexts(20, 2, 'development').map((example) => ({
      ...example,
      label: 1 - example.label,
    }));
    const trained = await trainClassifier({ ...task, split: { ...task.split, development } });
    expect(trained!.history.length).toBe(trained!.bestEpoch + 3);
    const best = trained!.history[trained!.bestEpoch - 1]!;
    expect(trained!.development.accuracy).toBe(best.developmentAccuracy);
    expect(trained!.development.logLoss).toBeCloseTo(best.developmentLoss, 6);
    expect(trained!.history.at(-1)!.developmentLoss).toBeGreaterThan(best.developmentLoss);
    const losses = trained!.history.map((record) => record.developmentCalibratedLoss!);
    expect(losses.indexOf(Math.min(...losses))).toBe(trained!.bestEpoch - 1);
    expect(best.developmentCalibratedLoss).toBeLessThanOrEqual(best.developmentLoss);
  });

  it('tells of steps and epochs while it goes', async () => {
    const kinds: string[] = [];
    await trainClassifier({ ...tinyTask({ epochs: 2 }), onProgress: ({ kind }) => kinds.push(kind) });
    expect(kinds.filter((kind) => kind === 'epoch').length).toBe(2);
    expect(kinds[0]).toBe('step');
  });

  it('needs reviews in both parts', async () => {
    const task = tinyTask();
    const empty = trainClassifier({ ...task, split: { ...task.split, development: [] } });
    await expect(empty).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(
        /^Training needs reviews in both parts, .* another development fraction\.$/,
      ),
    });
  });
});
