/** Many texts at once: over HTTP and in this process, in turns, so that a machine that slows down slows both. */
import { workerRate } from '../prediction/worker-rate.js';
import { ratios, type Spread, spread } from '../statistics.js';
import { Client } from './client.js';
import { distance, distanceOfLines, type Expected } from './expected.js';

export interface Bulk {
  readonly texts: number;
  readonly threads: number;
  /** Texts per second, median of the rounds. */
  readonly inProcess: Spread;
  readonly predict: Spread;
  readonly batch: Spread;
  readonly predictShare: Spread;
  readonly batchShare: Spread;
  readonly largestDistance: number;
}

/** Texts of a request to predict, the most that the server takes by default, and how many such requests run at a time. */
const TEXTS = 256;
const REQUESTS = 4;

export async function bulk(
  url: string,
  model: string,
  texts: readonly string[],
  expected: readonly Expected[],
  { threads, rounds }: { readonly threads: number; readonly rounds: number },
): Promise<Bulk> {
  const client = new Client(url, REQUESTS);
  const lines = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
  const parts = Array.from({ length: Math.ceil(texts.length / TEXTS) }, (_, index) => index * TEXTS);
  let largestDistance = 0;

  const predictAll = async (): Promise<void> => {
    const left = [...parts];
    const one = async (): Promise<void> => {
      for (let start = left.shift(); start !== undefined; start = left.shift()) {
        const { body } = await client.predict(texts.slice(start, start + TEXTS));
        largestDistance = Math.max(largestDistance, distance(body, expected.slice(start, start + TEXTS)));
      }
    };
    await Promise.all(Array.from({ length: REQUESTS }, one));
  };
  const batchAll = async (): Promise<void> => {
    const { body } = await client.batch(lines);
    largestDistance = Math.max(largestDistance, distanceOfLines(body, expected));
  };
  const rate = async (work: () => Promise<void>): Promise<number> => {
    const began = performance.now();
    await work();
    return (1000 * texts.length) / (performance.now() - began);
  };

  await client.predict(texts.slice(0, 64)); // warm
  const rates: { inProcess: number[]; predict: number[]; batch: number[] } = {
    inProcess: [],
    predict: [],
    batch: [],
  };
  for (let round = 0; round < rounds; round++) {
    rates.inProcess.push(await workerRate(model, texts, threads, 1));
    rates.predict.push(await rate(predictAll));
    rates.batch.push(await rate(batchAll));
  }
  client.close();
  return {
    texts: texts.length,
    threads,
    inProcess: spread(rates.inProcess),
    predict: spread(rates.predict),
    batch: spread(rates.batch),
    predictShare: spread(ratios(rates.predict, rates.inProcess)),
    batchShare: spread(ratios(rates.batch, rates.inProcess)),
    largestDistance,
  };
}
