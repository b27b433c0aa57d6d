import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Example } from '../../datasets/index.js';
import { betterRun, type SearchRun } from '../../evaluation/index.js';
import { resolveConfiguration } from '../configuration.js';
import { trainClassifier } from '../train-classifier.js';
import { RunStore } from './run-store.js';
import { rungsOf } from './rungs.js';
import { type SearchProgress, type SearchTask, search } from './search.js';
import { parseSpace } from './space.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-search-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = [
  ['dull', 'grey', 'tired', 'noise'],
  ['bright', 'tender', 'alive', 'song'],
];

function texts(count: number, prefix: string): Example[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${prefix}-${i}`,
    text: Array.from({ length: 3 + (i % 4) }, (_, k) => words[i % 2]![(i * 3 + k) % 4]).join(' '),
    label: i % 7 === 3 ? 1 - (i % 2) : i % 2,
  }));
}

/** Parts whose test part cannot be looked at. */
const split = Object.defineProperty(
  { train: texts(40, 'train'), development: texts(20, 'development') },
  'test',
  {
    get: () => {
      throw new Error('the test part was looked at');
    },
    enumerable: true,
  },
);

const base = resolveConfiguration(
  { threads: 1, hiddenSize: 4, embeddingSize: 4, epochs: 4, batchSize: 8 },
  'small',
);
const space = parseSpace({
  learningRate: { minimum: 1e-3, maximum: 0.05, scale: 'log' },
  hiddenSize: [3, 4],
});

function task(changed: Partial<SearchTask> = {}): SearchTask {
  const training = { labels: ['no', 'yes'], split, dataSha256: 'd'.repeat(64) };
  return { base, space, method: 'halving', trials: 4, reduction: 2, training, ...changed };
}

/** What a run came to, without its time. */
const results = (runs: readonly SearchRun[]) => runs.map(({ seconds: _, ...run }) => run);

describe('the rungs of a search', () => {
  it('halve the trials and double the epochs, up to all epochs', () => {
    expect(rungsOf('halving', 12, 8, 3)).toEqual([
      { epochs: 3, trials: 12 },
      { epochs: 8, trials: 4 },
    ]);
    expect(rungsOf('halving', 9, 9, 3).map(({ epochs, trials }) => [epochs, trials])).toEqual([
      [1, 9],
      [3, 3],
      [9, 1],
    ]);
    expect(rungsOf('halving', 27, 27, 3)).toHaveLength(4);
    expect(rungsOf('halving', 1, 8, 3)).toEqual([{ epochs: 8, trials: 1 }]);
    expect(rungsOf('halving', 50, 1, 2)).toEqual([{ epochs: 1, trials: 50 }]);
  });

  it('are one for random search', () => {
    expect(rungsOf('random', 12, 8, 3)).toEqual([{ epochs: 8, trials: 12 }]);
  });
});

describe('a search', () => {
  it('lets the best go on, looks at no test part, and gives what training with these settings gives', async () => {
    const seen: SearchProgress[] = [];
    const { runs, best, isComplete } = await search(task({ onProgress: (progress) => seen.push(progress) }));
    expect(isComplete).toBe(true);
    const epochs = (wanted: number) =>
      runs.filter((run) => run.epochs === wanted).sort((a, b) => a.trial - b.trial);
    expect(epochs(1).map(({ trial }) => trial)).toEqual([1, 2, 3, 4]);
    const kept = [...epochs(1)]
      .sort(betterRun)
      .slice(0, 2)
      .map(({ trial }) => trial);
    expect(epochs(2).map(({ trial }) => trial)).toEqual(kept.sort());
    expect(epochs(4)).toEqual([best]);
    const done = seen.filter((progress) => progress.kind === 'run');
    expect(done.map(({ done: count, total }) => `${count}/${total}`)).toEqual(
      Array.from({ length: 7 }, (_, i) => `${i + 1}/7`),
    );
    expect(done.at(-1)!.secondsLeft).toBe(0);

    const { train, development } = split;
    const trained = await trainClassifier({
      ...task().training,
      split: { train, development },
      configuration: resolveConfiguration({ ...base, ...best!.settings }),
    });
    expect(trained!.development.accuracy).toBe(best!.result!.accuracy);
    expect(trained!.development.logLoss).toBe(best!.result!.logLoss);
    expect(trained!.history[trained!.bestEpoch - 1]!.developmentCalibratedLoss).toBe(
      best!.result!.calibratedLoss,
    );
  });

  it('does no finished run again, and may go on with more trials', async () => {
    const target = join(folder, 'resumed');
    const whole = await search(task({ method: 'random', trials: 5 }));
    const controller = new AbortController();
    const first = await RunStore.open(target, task(), false);
    const stopped = await search(
      task({
        method: 'random',
        trials: 3,
        store: first,
        signal: controller.signal,
        onProgress: ({ kind, done }) => {
          if (kind === 'run' && done === 2) controller.abort();
        },
      }),
    );
    await first.close();
    expect(stopped).toMatchObject({ isComplete: false });
    expect(stopped.runs).toHaveLength(2);
    writeFileSync(join(target, 'run.jsonl'), '{"kind":"run","tri', { flag: 'a' }); // torn by a kill

    const second = await RunStore.open(target, task(), true);
    const again: boolean[] = [];
    const resumed = await search(
      task({
        method: 'random',
        trials: 5,
        store: second,
        onProgress: (progress) => {
          if (progress.kind === 'run') again.push(progress.isOld);
        },
      }),
    );
    await second.close();
    expect(again).toEqual([true, true, false, false, false]);
    expect(results(resumed.runs)).toEqual(results(whole.runs));
    expect(readdirSync(target)).toEqual(['run.jsonl']);
  });

  it('keeps finished runs that a later plan does not come to, and the best of them', async () => {
    const target = join(folder, 'replanned');
    const first = await RunStore.open(target, task(), false);
    const before = await search(task({ method: 'random', trials: 5, store: first }));
    await first.close();
    const second = await RunStore.open(target, task(), true);
    const seen: SearchProgress[] = [];
    const after = await search(
      task({ trials: 2, store: second, onProgress: (progress) => seen.push(progress) }),
    );
    await second.close();
    expect(after.best).toEqual(before.best);
    expect(after.runs).toEqual(expect.arrayContaining([...before.runs]));
    const short = after.runs.filter(({ epochs }) => epochs === 2);
    expect(short.map(({ trial }) => trial).sort()).toEqual([1, 2]);
    expect(after.runs).toHaveLength(5 + short.length);
    expect(seen.at(-1)).toMatchObject({ done: 3, total: 3, best: before.best });
  });

  it('gives trials the unlabelled reviews where they learn from them', async () => {
    const { train, development } = split;
    const unlabelled = texts(30, 'unlabelled').map((review) => ({ ...review, label: -1 }));
    const only = {
      base: { ...base, epochs: 1, virtualAdversarial: 1 },
      method: 'random',
      trials: 1,
    } as const;
    const training = { ...task().training, split: { train, development, unlabelled } };
    const [run] = (await search(task({ ...only, training }))).runs;
    const trained = await trainClassifier({ ...training, configuration: only.base });
    expect(run!.result!.logLoss).toBe(trained!.development.logLoss);
    const [without] = (await search(task(only))).runs;
    expect(without!.result!.logLoss).not.toBe(run!.result!.logLoss);
  });

  it('tells of a failed run and goes on', async () => {
    const wild = parseSpace({ learningRate: [99], optimiser: ['sgd'], clipNorm: [0] });
    const steep = { ...base, movingAverage: 0, weightDecay: 10, momentum: 0.9999 };
    const { runs, best, isComplete } = await search(
      task({ base: { ...steep, epochs: 60, patience: 60 }, space: wild, method: 'random', trials: 2 }),
    );
    expect(isComplete).toBe(true);
    expect(best?.trial).toBe(1);
    expect(runs.at(-1)).toMatchObject({ trial: 2, result: null, failure: 'the loss was not finite' });
  });
});

describe('the folder of a search', () => {
  it('is not taken without --resume, nor with other settings, nor when it is something else', async () => {
    const target = join(folder, 'taken');
    await expect(RunStore.open(target, task(), true)).rejects.toThrow('no search to go on with');
    expect(existsSync(target)).toBe(false);
    const store = await RunStore.open(target, task(), false);
    await expect(RunStore.open(target, task(), true)).rejects.toMatchObject({ code: 'folder-in-use' });
    await store.close();
    await expect(RunStore.open(target, task(), false)).rejects.toThrow('give --resume');
    const other = task({ base: { ...base, embeddingSize: 5 } });
    await expect(RunStore.open(target, other, true)).rejects.toThrow('embeddingSize was 4 and is now 5');
    await expect(
      RunStore.open(target, task({ space: parseSpace({ layers: [1, 2] }) }), true),
    ).rejects.toMatchObject({
      code: 'resume-mismatch',
    });
    const turned = Object.fromEntries(Object.entries(space).reverse());
    await expect(RunStore.open(target, task({ space: turned }), true)).rejects.toThrow(
      'order of the space was ["learningRate","hiddenSize"] and is now ["hiddenSize","learningRate"]',
    );
    writeFileSync(join(target, 'manifest.json'), '{}');
    await expect(RunStore.open(target, task(), true)).rejects.toThrow(
      'holds manifest.json and is not the folder',
    );
  });
});
