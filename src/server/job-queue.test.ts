import { describe, expect, it } from 'vitest';
import { JobQueue } from './job-queue.js';
import { predictionOf } from './server.test-support.js';

const limits = { maximumQueuedTexts: 4, maximumBatchCharacters: 10, answerTimeout: 5000 };

/** Leaves the answers to the test, without a complaint about those that it does not look at. */
function submit(queue: JobQueue, texts: string[], signal?: AbortSignal) {
  const answer = queue.submit(texts, signal);
  answer.catch(() => undefined);
  return answer;
}

describe('the queue', () => {
  it('hands out first what came first, together as far as the characters go', async () => {
    const queue = new JobQueue(limits);
    for (const text of ['aaaa', 'bbbb', 'cccc']) void submit(queue, [text]);
    expect((await queue.next())?.map(({ texts }) => texts)).toEqual([['aaaa'], ['bbbb']]);
    expect((await queue.next())?.map(({ texts }) => texts)).toEqual([['cccc']]);
  });

  it('hands out a request that is longer than a batch, alone', async () => {
    const queue = new JobQueue(limits);
    void submit(queue, ['a'.repeat(50)]);
    void submit(queue, ['b']);
    expect(await queue.next()).toHaveLength(1);
  });

  it('gives a waiting runner the next request at once', async () => {
    const queue = new JobQueue(limits);
    const batch = queue.next();
    const answer = submit(queue, ['a']);
    (await batch)?.[0]?.resolve([predictionOf('a')]);
    expect(await answer).toEqual([predictionOf('a')]);
  });

  it('refuses beyond its bound, counted in texts, and takes again when there is room', async () => {
    const queue = new JobQueue(limits);
    void submit(queue, ['a', 'b', 'c']);
    await expect(queue.submit(['d', 'e'])).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('3 texts wait already, the limit is 4'),
    });
    void submit(queue, ['d']);
    expect(queue.queuedTexts).toBe(4);
    await queue.next();
    await expect(submit(queue, ['e', 'f', 'g', 'h', 'i'])).rejects.toMatchObject({ code: 'busy' });
    void submit(queue, ['e', 'f', 'g', 'h']);
    expect(queue.queuedTexts).toBe(4);
  });

  it('drops a request whose caller has left', async () => {
    const queue = new JobQueue(limits);
    const caller = new AbortController();
    const left = submit(queue, ['left'], caller.signal);
    void submit(queue, ['stays']);
    caller.abort();
    await expect(left).rejects.toMatchObject({ code: 'client-left' });
    expect((await queue.next())?.map(({ texts }) => texts)).toEqual([['stays']]);
    await expect(queue.submit(['late'], caller.signal)).rejects.toMatchObject({ code: 'client-left' });
  });

  it('answers a request that waits too long', async () => {
    const queue = new JobQueue({ ...limits, answerTimeout: 20 });
    await expect(queue.submit(['a'])).rejects.toMatchObject({
      code: 'timed-out',
      message: expect.stringContaining('No answer within 0.02 s'),
    });
    expect(queue.queuedTexts).toBe(0);
  });

  it('hands out a request that was put back first, and alone', async () => {
    const queue = new JobQueue(limits);
    void submit(queue, ['a']);
    const [job] = (await queue.next())!;
    job!.attempts = 1;
    void submit(queue, ['b']);
    queue.putBack(job!);
    expect(await queue.next()).toEqual([job]);
    expect(await queue.next()).toHaveLength(1);
  });

  it('takes nothing more when it is stopped, and is idle when all is answered', async () => {
    const queue = new JobQueue(limits);
    const accepted = submit(queue, ['a']);
    queue.stop();
    await expect(queue.submit(['b'])).rejects.toMatchObject({ code: 'stopping' });
    const idle = queue.idle();
    const [job] = (await queue.next())!;
    job!.resolve([predictionOf('a')]);
    await idle;
    expect(await accepted).toHaveLength(1);
  });

  it('refuses what is left, and sends runners home, when it is closed', async () => {
    const queue = new JobQueue(limits);
    const waiting = submit(queue, ['a']);
    queue.close();
    await expect(waiting).rejects.toMatchObject({ code: 'stopping' });
    expect(await queue.next()).toBeUndefined();
  });
});
