/** A run that is stopped or killed and goes on ends with the same bytes as one that was left alone. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reelsense, sample, start } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-interrupted-'));
const settings = [
  ...['--preset', 'small', '--threads', '1', '--epochs', '4', '--batch-size', '8'],
  ...['--hidden-size', '48', '--embedding-size', '48'],
];
const train = (name: string, ...more: string[]): string[] => [
  ...['train', '--data', sample, '--out', join(folder, name)],
  ...settings,
  ...more,
];
const modelOf = (name: string): string =>
  readFileSync(join(folder, name, 'onnx', 'model.onnx')).toString('base64');
const checkpointsOf = (name: string): string[] => {
  const training = join(folder, name, 'training');
  if (!existsSync(training)) return [];
  return readdirSync(training).filter((file) => file.endsWith('.safetensors'));
};
const historyOf = (name: string) => {
  const { training, development } = JSON.parse(readFileSync(join(folder, name, 'metrics.json'), 'utf8'));
  const losses = training.epochs.map((epoch: Record<string, number>) => [
    epoch.trainingLoss,
    epoch.developmentLoss,
  ]);
  return { losses, bestEpoch: training.bestEpoch, development };
};

beforeAll(async () => {
  const outcome = await reelsense(...train('whole', '--quiet'));
  expect(outcome.code, outcome.stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('training that is interrupted', () => {
  it('saves at Ctrl-C, says how to go on, and goes on to the same model', async () => {
    const first = start(train('stopped'));
    await first.printed(/^epoch 1/m);
    await sleep(40); // into the second epoch
    first.process.kill('SIGINT');
    const { code, stderr } = await first.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /^Stopping after this step; .*\nStopped, and saved\. Go on with: reelsense train .* --resume\n$/,
    );
    expect(existsSync(join(folder, 'stopped', 'manifest.json'))).toBe(false);

    const refused = await reelsense(...train('stopped'));
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--resume') });
    const other = await reelsense(...train('stopped', '--resume', '--learning-rate', '0.1'));
    expect(other).toMatchObject({ code: 12, stderr: expect.stringContaining('learningRate') });

    const second = await reelsense(...train('stopped', '--resume'));
    expect(second.code, second.stderr).toBe(0);
    expect(modelOf('stopped')).toBe(modelOf('whole'));
    expect(historyOf('stopped')).toEqual(historyOf('whole'));
  });

  it('goes on after kill -9 in the middle of an epoch', async () => {
    const words = train('killed', '--checkpoint-minutes', '0');
    for (let sitting = 1; sitting <= 3; sitting++) {
      const standing = checkpointsOf('killed').join();
      const command = start(sitting === 1 ? words : [...words, '--resume']);
      while (checkpointsOf('killed').length < 2 || checkpointsOf('killed').join() === standing)
        await sleep(5);
      await sleep(30 * sitting);
      command.process.kill('SIGKILL');
      expect((await command.ended).code).toBeNull();
    }
    const last = await reelsense(...words, '--resume');
    expect(last.code, last.stderr).toBe(0);
    expect(modelOf('killed')).toBe(modelOf('whole'));
    expect(historyOf('killed')).toEqual(historyOf('whole'));
    expect(readdirSync(join(folder, 'killed')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('ends at once at the second Ctrl-C, in the middle of a step of its threads, without a word', async () => {
    const command = start(train('twice', '--epochs', '1000', '--patience', '1000', '--threads', '2'));
    await command.printed(/^epoch +1/m);
    command.process.kill('SIGINT');
    command.process.kill('SIGTERM');
    const { stderr } = await command.ended;
    expect(command.process.exitCode).toBeNull();
    expect(['SIGINT', 'SIGTERM']).toContain(command.process.signalCode); // two threads may be handed them in the other order
    expect(stderr).toBe('Stopping after this step; Ctrl-C again stops at once.\n');
  });

  it('refuses a second trainer in the same folder', async () => {
    const command = start(
      train('shared', '--epochs', '1000', '--patience', '1000', '--checkpoint-minutes', '0'),
    );
    await command.printed(/^epoch +1/m);
    const words = train('shared', '--epochs', '1000', '--patience', '1000', '--resume');
    const second = await reelsense(...words);
    command.process.kill('SIGINT');
    expect(second).toMatchObject({ code: 13, stderr: expect.stringMatching(/^reelsense: .*\n$/) });
    expect((await command.ended).code).toBe(130);
  });
});
