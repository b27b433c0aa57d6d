import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { JobQueue } from './job-queue.js';
import { RunnerLostError } from './runner.js';
import { RunnerPool } from './runner-pool.js';
import { eventually, predictionOf, TestRunner } from './server.test-support.js';

const limits = {
  maximumQueuedTexts: 100,
  maximumQueuedExplanations: 10,
  maximumExplanations: 1,
  maximumBatchTokens: 1000,
  batchWait: 0,
  answerTimeout: 5000,
};
let stop: (() => Promise<void>) | undefined;

afterEach(async () => {
  await stop?.();
  stop = undefined;
});

/** A pool of one thread over these runners, one after the other. */
async function poolOf(runners: TestRunner[], runTimeout = 5000) {
  const queue = new JobQueue(limits, 100);
  const errors: unknown[] = [];
  const left = [...runners];
  const pool = await RunnerPool.start(queue, {
    threads: 1,
    runTimeout,
    startRunner: async () => left.shift() ?? new TestRunner(),
    onError: (error) => errors.push(error),
  });
  stop = async () => {
    queue.close();
    await pool.close();
  };
  return { queue, errors };
}

describe('the runners', () => {
  it('run waiting requests together and give each its own answers', async () => {
    const runner = new TestRunner();
    const { queue } = await poolOf([runner]);
    runner.hold();
    const first = queue.submit(['first']);
    await eventually(() => runner.calls.length === 1);
    const others = [queue.submit(['oo', 'ox']), queue.submit(['xx'])];
    runner.release();
    expect(await first).toEqual([predictionOf('first')]);
    expect(await Promise.all(others)).toEqual([
      [predictionOf('oo'), predictionOf('ox')],
      [predictionOf('xx')],
    ]);
    expect(runner.calls).toEqual([['first'], ['oo', 'ox', 'xx']]);
  });

  it('keep nothing of the batches that are done', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { queue } = await poolOf([new TestRunner()]);
    const heapAfter = async (batches: number): Promise<number> => {
      for (let i = 0; i < batches; i++) await queue.submit(['text']);
      collect();
      return process.memoryUsage().heapUsed;
    };
    const runner = await heapAfter(2000);
    expect((await heapAfter(10_000)) - runner).toBeLessThan(1.5e6); // a race each kept 3 MB
  });

  it('answer the neighbours of a request that fails', async () => {
    const runner = new TestRunner((texts) => {
      if (texts.includes('bad')) throw new Error('no');
    });
    const { queue } = await poolOf([runner]);
    runner.hold();
    const first = queue.submit(['first']);
    await eventually(() => runner.calls.length === 1);
    const answers = Promise.allSettled(['a', 'bad', 'b'].map((text) => queue.submit([text])));
    runner.release();
    await first;
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are replaced when they die, and the request runs again', async () => {
    const [mortal, next] = [new TestRunner(), new TestRunner()];
    const { queue, errors } = await poolOf([mortal, next]);
    mortal.hold();
    const answer = queue.submit(['oo']);
    await eventually(() => mortal.calls.length === 1);
    mortal.die();
    expect(await answer).toEqual([predictionOf('oo')]);
    expect(next.calls).toEqual([['oo']]);
    expect(errors).toEqual([expect.any(RunnerLostError)]);
  });

  it('are replaced when they die at rest', async () => {
    const [mortal, next] = [new TestRunner(), new TestRunner()];
    const { queue } = await poolOf([mortal, next]);
    mortal.die();
    expect(await queue.submit(['oo'])).toHaveLength(1);
    expect([mortal.calls, next.calls]).toEqual([[], [['oo']]]);
  });

  it('are missing only while none of them lives and none can be started', async () => {
    const runners = [new TestRunner(), new TestRunner()];
    const left = [...runners];
    const queue = new JobQueue(limits, 100);
    const pool = await RunnerPool.start(queue, {
      threads: 2,
      runTimeout: 5000,
      startRunner: async () => left.shift() ?? Promise.reject(new Error('no memory')),
      onError: () => undefined,
    });
    stop = async () => {
      queue.close();
      await pool.close();
    };
    expect(pool.isServing).toBe(true);
    runners[0]!.die();
    expect(await queue.submit(['oo'])).toHaveLength(1); // by the other one
    expect(pool.isServing).toBe(true);
    runners[1]!.die();
    const answer = queue.submit(['oo']);
    await eventually(() => !pool.isServing);
    left.push(new TestRunner());
    expect(await answer).toHaveLength(1);
    expect(pool.isServing).toBe(true);
  });

  it('are replaced no more than once a second when each dies as it starts', async () => {
    const dead = (): TestRunner => Object.assign(new TestRunner(), { alive: false });
    const runners = [dead(), dead()];
    const starts: number[] = [];
    const queue = new JobQueue(limits, 100);
    const pool = await RunnerPool.start(queue, {
      threads: 1,
      runTimeout: 5000,
      startRunner: async () => {
        starts.push(performance.now());
        return runners.shift() ?? new TestRunner();
      },
      onError: () => undefined,
    });
    stop = async () => {
      queue.close();
      await pool.close();
    };
    expect(await queue.submit(['oo'])).toHaveLength(1);
    expect(starts).toHaveLength(3); // the first replacement is at once
    expect(starts[2]! - starts[1]!).toBeGreaterThan(900);
  });

  it('give a request up that killed two of them, and only that one', async () => {
    const deadly = () =>
      new TestRunner((texts) => {
        if (texts.includes('poison')) throw new RunnerLostError('It died.');
      });
    const runners = [deadly(), deadly(), deadly()];
    const { queue } = await poolOf(runners);
    runners[0]!.hold();
    const first = queue.submit(['first']);
    await eventually(() => runners[0]!.calls.length === 1);
    const answers = Promise.allSettled(['a', 'poison', 'b'].map((text) => queue.submit([text])));
    runners[0]!.release();
    await first;
    expect(await answers).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'worker-lost' } },
      { status: 'fulfilled' },
    ]);
  });

  it('are ended when they are stuck', async () => {
    const [stuck, next] = [new TestRunner(), new TestRunner()];
    const { queue } = await poolOf([stuck, next], 30);
    stuck.hold();
    expect(await queue.submit(['oo'])).toHaveLength(1);
    expect(stuck.alive).toBe(false);
  });

  it('are all ended when one of them does not start', async () => {
    const standing = new TestRunner();
    const starts = [async () => standing, async () => Promise.reject(new Error('no memory'))];
    const start = RunnerPool.start(new JobQueue(limits, 100), {
      threads: 2,
      runTimeout: 1000,
      startRunner: () => starts.shift()!(),
      onError: () => undefined,
    });
    await expect(start).rejects.toThrow('no memory');
    expect(standing.alive).toBe(false);
  });
});
