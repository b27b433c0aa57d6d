/** Many clients, each asking for one text after the other: does any request fail, is any answer not the offline one? */
import { quantile } from '../statistics.js';
import { Client } from './client.js';
import { distance, type Expected, tolerance } from './expected.js';

export interface ManyClients {
  readonly clients: number;
  readonly seconds: number;
  readonly requests: number;
  readonly failed: number;
  /** Answers further than 1e-5 from the offline ones. */
  readonly different: number;
  readonly largestDistance: number;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function manyClients(
  url: string,
  texts: readonly string[],
  expected: readonly Expected[],
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<ManyClients> {
  const client = new Client(url, clients);
  const times: number[] = [];
  let [failed, different, largestDistance, next] = [0, 0, 0, 0];
  const began = performance.now();
  const end = began + 1000 * seconds;
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const index = next++ % texts.length;
      const { status, body, milliseconds } = await client.predict([texts[index]!]);
      times.push(milliseconds);
      if (status !== 200) {
        failed++;
        continue;
      }
      const apart = distance(body, [expected[index]!]);
      largestDistance = Math.max(largestDistance, apart);
      if (apart > tolerance) different++;
    }
  };
  await Promise.all(Array.from({ length: clients }, one));
  const took = (performance.now() - began) / 1000;
  client.close();
  return {
    clients,
    seconds,
    requests: times.length,
    failed,
    different,
    largestDistance,
    requestsPerSecond: times.length / took,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}
