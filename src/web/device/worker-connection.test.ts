import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message, Reply } from './messages.js';
import { WorkerConnection } from './worker-connection.js';

class StandIn extends EventTarget {
  readonly heard: Message[] = [];

  postMessage(message: Message): void {
    this.heard.push(message);
  }

  terminate(): void {}

  say(data: Reply): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event('error'), { message }));
  }
}

let worker: StandIn;
vi.mock('./start-worker.js', () => ({ startWorker: () => worker }));
beforeEach(() => {
  worker = new StandIn();
});

describe('a connection to a worker', () => {
  it('brings each answer to its question', async () => {
    const connection = new WorkerConnection();
    const answers = ['a', 'b'].map((text) => connection.ask({ kind: 'predict', text }));
    const [first, second] = worker.heard;
    worker.say({ kind: 'mistake', id: second!.id, mistake: { code: 'empty-text', message: 'No word.' } });
    worker.say({ kind: 'answer', id: first!.id, answer: null });
    expect(await Promise.allSettled(answers)).toMatchObject([
      { status: 'fulfilled', value: null },
      { status: 'rejected', reason: { code: 'empty-text' } },
    ]);
  });

  it('rejects what waits, and what is asked later, when the worker stops', async () => {
    const connection = new WorkerConnection();
    const waiting = connection.ask({ kind: 'predict', text: 'a' });
    worker.fail('out of memory');
    const failure = { code: 'device', message: expect.stringContaining('stopped (out of memory)') };
    await expect(waiting).rejects.toMatchObject(failure);
    await expect(connection.ask({ kind: 'predict', text: 'b' })).rejects.toMatchObject(failure);
  });

  it('rejects the first question when the worker could not even be loaded', async () => {
    const connection = new WorkerConnection();
    worker.fail('');
    await expect(connection.ask({ kind: 'predict', text: 'a' })).rejects.toMatchObject({
      message: expect.stringContaining('stopped (no reason given)'),
    });
  });
});
