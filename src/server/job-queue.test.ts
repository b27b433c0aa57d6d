import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ReelsenseError } from '../errors/index.js';
import { JobQueue, type SubmitOptions, type Work } from './job-queue.js';
import { explanationOf, predictionOf } from './server.test-support.js';

const limits = {
  maximumQueuedTexts: 4,
  maximumQueuedExplanations: 2,
  maximumExplanations: 1,
  maximumBatchTokens: 8,
  batchWait: 0,
  answerTimeout: 5000,
};
const everything = { curve: true, sentences: true };

function queueOf(given: Partial<typeof limits> = {}): JobQueue {
  return new JobQueue({ ...limits, ...given }, 100);
}

/** Leaves the answers to the test, without a complaint about those that it does not look at. */
function submit(queue: JobQueue, texts: string[], options?: SubmitOptions) {
  const answer = queue.submit(texts, options);
  answer.catch(() => undefined);
  return answer;
}

async function textsOf(queue: JobQueue): Promise<string[] | undefined> {
  return (await queue.next())?.map(({ text }) => text);
}

function finish(work: Work): void {
  for (const task of work) if (task.kind === 'text') task.finish(predictionOf(task.text));
}

describe('the queue', () => {
  it('hands out first what came first, together as far as the padded tokens go', async () => {
    const queue = queueOf();
    for (const text of ['a b c', 'd e f', 'g h i']) void submit(queue, [text]); // 4 ids each
    expect(await textsOf(queue)).toEqual(['a b c', 'd e f']);
    expect(await textsOf(queue)).toEqual(['g h i']);
  });

  it('shares the texts of a large request out among runners, and puts the answers together', async () => {
    const queue = queueOf();
    const texts = ['a b c', 'd e f', 'g h i'];
    const answer = submit(queue, texts);
    const [first, second] = [(await queue.next())!, (await queue.next())!];
    finish(second);
    finish(first);
    expect(await answer).toEqual(texts.map(predictionOf));
  });

  it('holds as many texts as the settings allow', async () => {
    const queue = queueOf({ maximumQueuedTexts: 400_000, maximumBatchTokens: 1 });
    const many = Array.from({ length: 200_000 }, () => 'a');
    const [left, stays] = [new AbortController(), submit(queue, many)];
    const dropped = submit(queue, many, { signal: left.signal });
    expect(await textsOf(queue)).toEqual(['a']);
    left.abort();
    await expect(dropped).rejects.toMatchObject({ code: 'client-left' });
    expect(queue.queuedTexts).toBe(199_999);
    queue.close();
    await expect(stays).rejects.toMatchObject({ code: 'stopping' });
  });

  it('runs texts of like length together, the oldest first', async () => {
    const queue = queueOf({ maximumBatchTokens: 12, maximumQueuedTexts: 9 });
    void submit(queue, ['a', 'b c d e f g h', 'i', 'j k l m n o p', 'q']);
    expect(await textsOf(queue)).toEqual(['a', 'i', 'q']);
    expect(await textsOf(queue)).toEqual(['b c d e f g h']);
  });

  it('hands out a text that is longer than a batch, alone', async () => {
    const queue = queueOf();
    void submit(queue, ['a '.repeat(50)]);
    void submit(queue, ['b']);
    expect(await queue.next()).toHaveLength(1);
  });

  it('gives a waiting runner the next text at once', async () => {
    const queue = queueOf({ batchWait: 1000 });
    const work = queue.next();
    const answer = submit(queue, ['a']);
    finish((await work)!);
    expect(await answer).toEqual([predictionOf('a')]);
  });

  it('waits a moment for more while another runner works, and for no longer', async () => {
    const queue = queueOf({ batchWait: 40 });
    void submit(queue, ['first']);
    const running = (await queue.next())!;
    void submit(queue, ['a']);
    const begin = performance.now();
    const next = textsOf(queue);
    await sleep(5);
    void submit(queue, ['b']);
    expect(await next).toEqual(['a', 'b']);
    expect(performance.now() - begin).toBeGreaterThan(30);
    queue.finished(running);
  });

  it('gives each text its own outcome', async () => {
    const queue = queueOf();
    const answer = submit(queue, ['a', 'b']);
    const [first, second] = (await queue.next())!;
    const mistake = new ReelsenseError('empty-text', 'Nothing to read.');
    if (first.kind === 'text') first.finish(mistake);
    if (second?.kind === 'text') second.finish(predictionOf('b'));
    expect(await answer).toEqual([mistake, predictionOf('b')]);
  });

  it('refuses beyond its bound, counted in texts, and takes again when there is room', async () => {
    const queue = queueOf();
    void submit(queue, ['a', 'b', 'c']);
    await expect(queue.submit(['d', 'e'])).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('3 texts wait already, the limit is 4'),
      retryAfter: 1,
    });
    void submit(queue, ['d']);
    expect([queue.queuedTexts, queue.isFull]).toEqual([4, true]);
    await queue.next();
    await expect(submit(queue, ['e', 'f', 'g', 'h', 'i'])).rejects.toMatchObject({ code: 'busy' });
    expect(queue.isFull).toBe(false);
  });

  it('does not count the texts of streams, and gives them every fourth turn', async () => {
    const queue = queueOf({ maximumBatchTokens: 2, maximumQueuedTexts: 9 });
    void submit(queue, ['s', 't'], { bulk: true });
    for (const text of ['a', 'b', 'c', 'd']) void submit(queue, [text]);
    expect([queue.queuedTexts, queue.queuedStreamTexts]).toEqual([4, 2]);
    const order = [];
    for (let turn = 0; turn < 6; turn++) order.push(...(await textsOf(queue))!);
    expect(order).toEqual(['a', 'b', 'c', 's', 'd', 't']);
  });

  it('runs no more explanations at a time than it may, and predicts meanwhile', async () => {
    const queue = queueOf();
    const why = queue.explain('why', everything);
    const why2 = queue.explain('why again', everything);
    const third = queue.explain('too many', everything).catch((error: unknown) => error);
    void submit(queue, ['a']);
    const explaining = (await queue.next())!;
    expect(explaining).toMatchObject([{ kind: 'explain', text: 'why' }]);
    expect(await textsOf(queue)).toEqual(['a']);
    const next = queue.next();
    if (explaining[0].kind === 'explain') explaining[0].finish(explanationOf('why', everything));
    queue.finished(explaining);
    expect(await why).toEqual(explanationOf('why', everything));
    const second = (await next)!;
    if (second[0].kind === 'explain') second[0].finish(explanationOf('why again', everything));
    expect(await why2).toMatchObject({ words: [{ end: 9 }] });
    expect(await third).toMatchObject({ code: 'busy' });
  });

  it('drops a request whose caller has left', async () => {
    const queue = queueOf();
    const caller = new AbortController();
    const left = submit(queue, ['left', 'too'], { signal: caller.signal });
    void submit(queue, ['stays']);
    caller.abort();
    await expect(left).rejects.toMatchObject({ code: 'client-left' });
    expect(await textsOf(queue)).toEqual(['stays']);
    await expect(queue.submit(['late'], { signal: caller.signal })).rejects.toMatchObject({
      code: 'client-left',
    });
  });

  it('answers a request that waits too long', async () => {
    const queue = queueOf({ answerTimeout: 20 });
    await expect(queue.submit(['a'])).rejects.toMatchObject({
      code: 'timed-out',
      message: expect.stringContaining('No answer within 0.02 s'),
    });
    expect(queue.queuedTexts).toBe(0);
  });

  it('hands out a text that was put back first, and alone', async () => {
    const queue = queueOf();
    void submit(queue, ['a']);
    const work = (await queue.next())!;
    work[0].attempts = 1;
    void submit(queue, ['b']);
    queue.putBack(work[0]);
    expect(await queue.next()).toEqual(work);
    expect(await queue.next()).toHaveLength(1);
  });

  it('takes nothing more when it is stopped, and is idle when all is answered', async () => {
    const queue = queueOf();
    const accepted = submit(queue, ['a']);
    queue.stop();
    await expect(queue.submit(['b'])).rejects.toMatchObject({ code: 'stopping' });
    await expect(queue.explain('b', everything)).rejects.toMatchObject({ code: 'stopping' });
    const idle = queue.idle();
    finish((await queue.next())!);
    await idle;
    expect(await accepted).toHaveLength(1);
  });

  it('refuses what is left, and sends runners home, when it is closed', async () => {
    const queue = queueOf();
    const waiting = submit(queue, ['a']);
    queue.close();
    await expect(waiting).rejects.toMatchObject({ code: 'stopping' });
    expect(await queue.next()).toBeUndefined();
  });
});
