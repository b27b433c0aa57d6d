/** A replica in a thread of its own: answers calls that come as messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { LocalReplica, type Replica, type ReplicaSetup } from './replica.js';

export interface ReplicaCall {
  readonly id: number;
  readonly method: keyof Replica;
  readonly parameters: readonly unknown[];
}

export type ReplicaAnswer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: unknown };

const ready = LocalReplica.create(workerData as ReplicaSetup);

parentPort?.on('message', async ({ id, method, parameters }: ReplicaCall) => {
  let answer: ReplicaAnswer;
  try {
    const replica = await ready;
    const call = replica[method] as (...values: unknown[]) => Promise<unknown>;
    answer = { id, result: await call.apply(replica, [...parameters]) };
  } catch (error) {
    answer = { id, error };
  }
  parentPort?.postMessage(answer);
  if (method === 'release') parentPort?.close();
});
