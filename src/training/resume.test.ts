import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRunLog, readNewestCheckpoint, readRunLog, TRAINING_FOLDER } from '../checkpoint/index.js';
import { type TrainedClassifier, type TrainingTask, trainClassifier } from './index.js';
import { signalAfter, tellingTexts, tinyTask } from './training.test-support.js';

const root = mkdtempSync(join(tmpdir(), 'reelsense-resume-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
const newFolder = (): string => join(root, `run-${folders++}`);

const stepsInEpoch = 8; // 60 reviews, 8 a step

/** Trains with a stop after each of the given numbers of steps. */
async function trainInParts(task: TrainingTask, stops: readonly number[]): Promise<TrainedClassifier> {
  for (const [i, steps] of stops.entries()) {
    const part = trainClassifier({ ...task, resume: i > 0, signal: signalAfter(steps) });
    expect(await part).toBeUndefined();
  }
  const trained = await trainClassifier({ ...task, resume: true });
  if (trained === undefined) throw new Error('nothing stopped it');
  return trained;
}

/** Everything of a result but what clocks give. */
function withoutTimes({ parameters, history, bestEpoch, developmentLogits }: TrainedClassifier) {
  const figures = history.map(({ seconds: _, tokensPerSecond: __, ...rest }) => rest);
  return { parameters, figures, bestEpoch, developmentLogits };
}

describe('a run that was stopped', () => {
  it.each(['adam', 'sgd'] as const)(
    'goes on to the same bits: in the midst of epochs, between two (%s)',
    async (optimiser) => {
      const task = tinyTask({ optimiser, weightDecay: 0.01 });
      const whole = await trainClassifier(task);
      const parts = await trainInParts({ ...task, folder: newFolder() }, [
        3,
        stepsInEpoch,
        stepsInEpoch - 3,
        0,
      ]);
      expect(withoutTimes(parts)).toEqual(withoutTimes(whole!));
    },
  );

  it('goes on to the same bits with the virtual adversarial loss', async () => {
    const task = tinyTask({ virtualAdversarial: 1, adversarial: 0.5, epochs: 2 });
    const whole = await trainClassifier(task);
    const parts = await trainInParts({ ...task, folder: newFolder() }, [3, stepsInEpoch]);
    expect(withoutTimes(parts)).toEqual(withoutTimes(whole!));
  });

  it('goes on to the same bits with teachers on texts without labels, and dropped weights', async () => {
    const { split, ...task } = tinyTask({ recurrentDropout: 0.3, epochs: 2 });
    const unlabelled = tellingTexts(30, 2, 'unlabelled').map((example) => ({ ...example, label: -1 }));
    const softLabels = {
      teachers: [{ name: 'teacher', sha256: 'a'.repeat(64) }],
      train: split.train.map((_, i) => [(i % 5) / 5, 1 - (i % 5) / 5]),
      unlabelled: unlabelled.map((_, i) => [(i % 7) / 7, 1 - (i % 7) / 7]),
    };
    const taught = { ...task, split: { ...split, unlabelled }, softLabels };
    const whole = await trainClassifier(taught);
    const parts = await trainInParts({ ...taught, folder: newFolder() }, [3, stepsInEpoch]);
    expect(withoutTimes(parts)).toEqual(withoutTimes(whole!));
  });

  it('goes on to the same bits without a moving average', async () => {
    const task = tinyTask({ movingAverage: 0, epochs: 2 });
    const whole = await trainClassifier(task);
    const parts = await trainInParts({ ...task, folder: newFolder() }, [3, stepsInEpoch]);
    expect(withoutTimes(parts)).toEqual(withoutTimes(whole!));
  });

  it('goes on to the same bits while layers unfreeze', async () => {
    const task = tinyTask({ unfreezeEpochs: 0.5 });
    const whole = await trainClassifier(task);
    const parts = await trainInParts({ ...task, folder: newFolder() }, [3, stepsInEpoch]);
    expect(withoutTimes(parts)).toEqual(withoutTimes(whole!));
  });

  it('goes on to the same bits with two threads', async () => {
    const task = tinyTask({ threads: 2, epochs: 2 });
    const whole = await trainClassifier(task);
    const parts = await trainInParts({ ...task, folder: newFolder() }, [5]);
    expect(withoutTimes(parts)).toEqual(withoutTimes(whole!));
    const alone = await trainClassifier(tinyTask({ threads: 1, epochs: 2 }));
    expect(parts.development.logLoss).toBeCloseTo(alone!.development.logLoss, 5);
  });

  it('gives its result again when it was finished, without another step', async () => {
    const task = { ...tinyTask({ epochs: 1 }), folder: newFolder() };
    const trained = await trainClassifier(task);
    const again = await trainClassifier({ ...task, resume: true });
    expect(withoutTimes(again!)).toEqual(withoutTimes(trained!));
    expect((await readRunLog(join(task.folder, TRAINING_FOLDER))).entries.length).toBe(1);
  });

  it('logs each epoch once, also when it was killed between the log and the checkpoint', async () => {
    const task = { ...tinyTask({ epochs: 2 }), folder: newFolder() };
    const folder = join(task.folder, TRAINING_FOLDER);
    const epochs = async () => (await readRunLog(folder)).entries.map(({ epoch }) => epoch);
    const killed = async (epoch: number): Promise<void> => {
      const log = await createRunLog(folder);
      await log.append({ kind: 'epoch', epoch, trainingLoss: 99 });
      await log.close();
    };
    await trainClassifier({ ...task, signal: signalAfter(stepsInEpoch) }); // saved in the second epoch
    expect(await epochs()).toEqual([1]);
    await killed(2);
    await trainClassifier({ ...task, resume: true });
    expect(await epochs()).toEqual([1, 2]);
    expect((await readRunLog(folder)).entries[1]).not.toMatchObject({ trainingLoss: 99 });

    for (const name of readdirSync(folder)) if (name.endsWith('.safetensors')) rmSync(join(folder, name));
    await trainClassifier({ ...task, resume: true }); // not one checkpoint: from the start
    expect(await epochs()).toEqual([1, 2]);
  });

  it('is not overwritten by accident', async () => {
    const task = { ...tinyTask(), folder: newFolder() };
    await trainClassifier({ ...task, signal: signalAfter(2) });
    await expect(trainClassifier(task)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining(
        'holds the checkpoints of an earlier run; give --resume to go on with it, or another folder.',
      ),
    });
  });

  it('does not go on with other settings or reviews, and names them', async () => {
    const task = { ...tinyTask(), folder: newFolder() };
    await trainClassifier({ ...task, signal: signalAfter(2) });
    const { configuration } = tinyTask({ hiddenSize: 7, learningRate: 0.01 });
    await expect(trainClassifier({ ...task, configuration, resume: true })).rejects.toMatchObject({
      code: 'resume-mismatch',
      message: expect.stringContaining(
        'hiddenSize was 5 and is now 7; learningRate was 0.03 and is now 0.01',
      ),
    });
    const split = { ...task.split, train: task.split.train.slice(1) };
    await expect(trainClassifier({ ...task, split, resume: true })).rejects.toMatchObject({
      code: 'resume-mismatch',
      message: expect.stringContaining('trainingReviews'),
    });
  });
});

describe('a loss that is not finite', () => {
  it('stops the run, says where, and keeps the last checkpoint', async () => {
    // Every step multiplies the weights by about -1000.
    const wild = {
      optimiser: 'sgd',
      learningRate: 100,
      weightDecay: 10,
      clipNorm: 0,
      warmupSteps: 0,
    } as const;
    const task = { ...tinyTask({ ...wild, decay: 'none', batchSize: 2 }), folder: newFolder() };
    await trainClassifier({ ...task, signal: signalAfter(2) });
    await expect(trainClassifier({ ...task, resume: true })).rejects.toMatchObject({
      code: 'not-finite',
      message: expect.stringMatching(
        /^Training stopped in epoch 1, step \d+: the loss is .* Whatever was saved before is kept/,
      ),
    });
    const checkpoint = await readNewestCheckpoint(join(task.folder, TRAINING_FOLDER));
    expect(checkpoint!.header.position).toMatchObject({ step: 2 });
  });
});
