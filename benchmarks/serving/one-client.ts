/** One client at low load: how much later comes the answer over HTTP than in this process? Text by text, in turns. */
import type { Predictor } from '../../src/prediction/index.js';
import { quantile } from '../statistics.js';
import { Client } from './client.js';

export interface OneClient {
  readonly texts: number;
  /** Milliseconds. */
  readonly inProcess: { readonly p50: number; readonly p99: number };
  readonly http: { readonly p50: number; readonly p99: number };
  /** Difference of the medians. */
  readonly added: number;
}

/** @param predictor on one thread, as the server's are */
export async function oneClient(
  url: string,
  predictor: Predictor,
  texts: readonly string[],
): Promise<OneClient> {
  const client = new Client(url, 1);
  const [inProcess, http]: [number[], number[]] = [[], []];
  for (const [index, text] of texts.entries()) {
    const began = performance.now();
    await predictor.predict(text);
    const took = performance.now() - began;
    const { milliseconds } = await client.predict([text]);
    if (index < 20) continue; // warm
    inProcess.push(took);
    http.push(milliseconds);
  }
  client.close();
  const summary = (times: number[]) => ({ p50: quantile(times, 0.5), p99: quantile(times, 0.99) });
  const [near, far] = [summary(inProcess), summary(http)];
  return { texts: http.length, inProcess: near, http: far, added: far.p50 - near.p50 };
}
