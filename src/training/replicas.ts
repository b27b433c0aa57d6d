/** All replicas of a run: one in this thread, or several in threads of their own. */
import { Worker } from 'node:worker_threads';
import { LocalReplica, type Replica, type ReplicaSetup, type StepUpdate } from './replica.js';
import type { ReplicaAnswer } from './replica-worker.js';

/** Creates `setup.count` replicas. */
export async function createReplicas(setup: Omit<ReplicaSetup, 'index'>): Promise<Replica[]> {
  if (setup.count === 1) return [await LocalReplica.create({ ...setup, index: 0 })];
  return Array.from({ length: setup.count }, (_, index) => new RemoteReplica({ ...setup, index }));
}

/** The compiled worker: beside this file, or in dist when the sources themselves run (in tests). */
function workerFile(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/training/replica-worker.js' : './replica-worker.js', import.meta.url);
}

class RemoteReplica implements Replica {
  private readonly worker: Worker;
  private readonly waiting = new Map<
    number,
    { resolve: (result: unknown) => void; reject: (error: unknown) => void }
  >();
  private calls = 0;
  private failure: unknown;

  constructor(setup: ReplicaSetup) {
    this.worker = new Worker(workerFile(), { workerData: setup });
    this.worker.on('message', (answer: ReplicaAnswer) => {
      const call = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ('error' in answer) call?.reject(answer.error);
      else call?.resolve(answer.result);
    });
    const fail = (error: unknown): void => {
      this.failure ??= error; // a thread that failed ends too: the cause stays
      for (const { reject } of this.waiting.values()) reject(error);
      this.waiting.clear();
    };
    this.worker.on('error', fail);
    this.worker.on('exit', () => fail(new Error('a training thread ended')));
  }

  private call(method: keyof Replica, parameters: readonly unknown[]): Promise<unknown> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const id = this.calls++;
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, method, parameters });
    });
  }

  gradient(batch: readonly number[], step: number): Promise<number> {
    return this.call('gradient', [batch, step]) as Promise<number>;
  }

  reduce(): Promise<number> {
    return this.call('reduce', []) as Promise<number>;
  }

  update(update: StepUpdate): Promise<void> {
    return this.call('update', [update]) as Promise<void>;
  }

  evaluate(batch: readonly number[], which: 'values' | 'average', step: number): Promise<Float32Array> {
    return this.call('evaluate', [batch, which, step]) as Promise<Float32Array>;
  }

  async release(): Promise<void> {
    await this.call('release', []);
  }
}
