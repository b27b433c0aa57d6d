/**
 * More than the server can do. The load is open: requests are sent by the clock, whatever has become of those before, as from
 * a crowd (Schroeder, Wierman and Harchol-Balter 2006, "Open versus closed"). A closed loop beforehand says what the server can do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../statistics.js';
import { Client } from './client.js';

export interface Overload {
  /** Of what the server can do. */
  readonly times: number;
  readonly sentPerSecond: number;
  readonly answeredPerSecond: number;
  /** answeredPerSecond / the peak. */
  readonly goodput: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly failed: number;
  /** Of accepted requests, milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** /healthz/live, asked ten times a second. */
  readonly health: { readonly asked: number; readonly p99: number; readonly slowest: number };
  /** One request, five seconds after the load: median in milliseconds, and before any load. */
  readonly after: number;
  readonly before: number;
}

export interface OverloadOptions {
  /** Texts of a request. */
  readonly texts: number;
  readonly seconds: number;
  readonly times: readonly number[];
}

/** Not counted, while the queue fills. */
const WARM_SECONDS = 3;
const CLIENTS = 32;

export async function overload(
  url: string,
  texts: readonly string[],
  { texts: size, seconds, times }: OverloadOptions,
): Promise<{ readonly peak: number; readonly loads: readonly Overload[] }> {
  const requests = Array.from({ length: Math.floor(texts.length / size) }, (_, i) =>
    texts.slice(i * size, (i + 1) * size),
  );
  const single = (): Promise<number> => medianOfSingles(url, texts.slice(0, 40));
  const before = await single();
  const peak = await closedLoop(url, requests, seconds);
  const loads: Overload[] = [];
  for (const factor of times) {
    const load = await openLoop(url, requests, factor * peak, seconds);
    await sleep(5000);
    loads.push({
      times: factor,
      ...load,
      goodput: load.answeredPerSecond / peak,
      before,
      after: await single(),
    });
  }
  return { peak, loads };
}

/** Requests per second that the server answers when so many clients wait for their answers. */
async function closedLoop(
  url: string,
  requests: readonly (readonly string[])[],
  seconds: number,
): Promise<number> {
  const client = new Client(url, CLIENTS);
  const [begin, end] = [
    performance.now() + 1000 * WARM_SECONDS,
    performance.now() + 1000 * (WARM_SECONDS + seconds),
  ];
  let [next, answered] = [0, 0];
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      await client.predict(requests[next++ % requests.length]!);
      const now = performance.now();
      if (now >= begin && now < end) answered++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, one));
  client.close();
  return answered / seconds;
}

async function openLoop(
  url: string,
  requests: readonly (readonly string[])[],
  perSecond: number,
  seconds: number,
): Promise<Omit<Overload, 'times' | 'goodput' | 'before' | 'after'>> {
  const client = new Client(url, 900);
  const probe = new Client(url, 8);
  const [began, warm] = [performance.now(), 1000 * WARM_SECONDS];
  const total = 1000 * (WARM_SECONDS + seconds);
  let [sent, sentCounted, answered, rejected, failed] = [0, 0, 0, 0, 0];
  const accepted: number[] = [];
  const health: number[] = [];
  const pending: Promise<void>[] = [];
  const ask = async (): Promise<void> => {
    const { status, milliseconds } = await client.predict(requests[sent++ % requests.length]!);
    const now = performance.now() - began;
    if (now < warm || now >= total) return;
    if (status === 200) {
      answered++;
      accepted.push(milliseconds);
    } else if (status === 429) rejected++;
    else failed++;
  };
  const beat = setInterval(() => {
    pending.push(probe.get('/healthz/live').then(({ milliseconds }) => void health.push(milliseconds)));
  }, 100);
  for (let now = 0; now < total; now = performance.now() - began) {
    while (sent < (now / 1000) * perSecond) {
      if (now >= warm) sentCounted++;
      pending.push(ask());
    }
    await sleep(2);
  }
  clearInterval(beat);
  await Promise.all(pending);
  client.close();
  probe.close();
  return {
    sentPerSecond: sentCounted / seconds,
    answeredPerSecond: answered / seconds,
    accepted: accepted.length,
    rejected,
    failed,
    p50: quantile(accepted, 0.5),
    p99: quantile(accepted, 0.99),
    health: { asked: health.length, p99: quantile(health, 0.99), slowest: Math.max(...health) },
  };
}

async function medianOfSingles(url: string, texts: readonly string[]): Promise<number> {
  const client = new Client(url, 1);
  const times: number[] = [];
  for (const text of texts) times.push((await client.predict([text])).milliseconds);
  client.close();
  return quantile(times, 0.5);
}
