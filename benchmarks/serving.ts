/**
 * Does the server keep up with its model? Many clients, bulk over HTTP beside in-process, one client's latency, a long stream,
 * more load than it can bear, and the memory that it takes.
 *
 *     npm run bench:serving -- [--model DIR] [--clients 64] [--seconds 60] [--texts 2000] [--only clients,bulk,one,stream,overload,memory] [--json] [--quick]
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUNDLED_MODEL, loadModel } from '../src/load-model.js';
import { machine, machineLines } from './machine.js';
import { readReviews } from './prediction/reviews.js';
import { root } from './root.js';
import { bulk } from './serving/bulk.js';
import { expectedOf } from './serving/expected.js';
import { loadMemory } from './serving/load-memory.js';
import { manyClients } from './serving/many-clients.js';
import { streamMemory } from './serving/memory.js';
import { oneClient } from './serving/one-client.js';
import { overload } from './serving/overload.js';
import { startServerProcess } from './serving/server-process.js';
import { integer, percent, table } from './table.js';

/** What is asked for. */
const targets = {
  failed: 0,
  share: 0.85,
  addedMilliseconds: 3,
  goodput: 0.9,
  healthMilliseconds: 100,
} as const;

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: join(root, 'models', BUNDLED_MODEL) },
    clients: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '60' },
    texts: { type: 'string', default: '2000' },
    only: { type: 'string', default: 'clients,bulk,one,stream,overload,memory' },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const { model, quick, json } = values;
const parts = new Set(values.only.split(','));
const threads = Math.min(2, availableParallelism());
const counts = quick
  ? { texts: 300, rounds: 1, single: 60, rows: 1000, seconds: 2, overload: 3 }
  : {
      texts: Number(values.texts),
      rounds: 3,
      single: 520,
      rows: 20_000,
      seconds: Number(values.seconds),
      overload: 15,
    };

const facts = machine();
if (!json) console.log(machineLines(facts));
const { texts, source } = await readReviews(counts.texts);
if (!json) console.log(`Texts: ${source}\n`);
const predictor = await loadModel(model, { threads: 1 });
const server = await startServerProcess(model, threads);
try {
  const expected = await expectedOf(predictor, texts);
  const run = async <Result>(part: string, work: () => Promise<Result>): Promise<Result | undefined> =>
    parts.has(part) ? work() : undefined;
  const one = await run('one', () => oneClient(server.url, predictor, texts.slice(0, counts.single)));
  const inBulk = await run('bulk', () =>
    bulk(server.url, model, texts, expected, { threads, rounds: counts.rounds }),
  );
  const clients = await run('clients', () =>
    manyClients(server.url, texts, expected, { clients: Number(values.clients), seconds: counts.seconds }),
  );
  const stream = await run('stream', () => streamMemory(server, texts, counts.rows));
  const loads = await run('overload', () =>
    overload(server.url, texts, { texts: 8, seconds: counts.overload, times: [2, 10] }),
  );
  const memory = await run('memory', () => loadMemory(model, texts));
  if (json) {
    const document = { benchmark: 'serving', machine: facts, quick, threads, targets };
    console.log(
      JSON.stringify({
        ...document,
        texts: { count: texts.length, source },
        one,
        bulk: inBulk,
        clients,
        stream,
        overload: loads,
        memory,
      }),
    );
  } else {
    const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
    const megabytes = (value: number | null): string => `${integer(value ?? Number.NaN)} MB`;
    const rows: string[][] = [['', 'measured', 'asked for']];
    if (one !== undefined) {
      rows.push(
        [
          'one client, one review, p50 (p99)',
          `${milliseconds(one.http.p50)} (${milliseconds(one.http.p99)})`,
        ],
        ['the same in-process', `${milliseconds(one.inProcess.p50)} (${milliseconds(one.inProcess.p99)})`],
        ['difference of the medians', milliseconds(one.added), `at most ${targets.addedMilliseconds} ms`],
      );
    }
    if (inBulk !== undefined) {
      const share = `at least ${percent(targets.share)}`;
      rows.push(
        [
          `${inBulk.texts} reviews in-process, ${threads} threads`,
          `${integer(inBulk.inProcess.median)} reviews/s`,
        ],
        ['predict, 256 reviews a request', `${integer(inBulk.predict.median)} reviews/s`],
        ['  as a share', percent(inBulk.predictShare.median), share],
        ['batch, one stream', `${integer(inBulk.batch.median)} reviews/s`],
        ['  as a share', percent(inBulk.batchShare.median), share],
        ['  largest distance from the offline answers', inBulk.largestDistance.toExponential(1), '1e-5'],
      );
    }
    if (clients !== undefined) {
      rows.push(
        [`${clients.clients} clients, ${clients.seconds} s: requests`, integer(clients.requests)],
        ['  failed', integer(clients.failed), 'none'],
        ['  other than offline by more than 1e-5', integer(clients.different), 'none'],
        ['  p50, p99', `${milliseconds(clients.p50)}, ${milliseconds(clients.p99)}`],
      );
    }
    if (stream !== undefined) {
      rows.push(
        [`memory before a stream of ${integer(stream.rows)} rows`, megabytes(stream.before)],
        [
          '  after a quarter, at the end',
          `${megabytes(stream.early)}, ${megabytes(stream.late)}`,
          'the same',
        ],
        ['  at most', megabytes(stream.peak)],
      );
    }
    for (const load of loads?.loads ?? []) {
      rows.push(
        [
          `${load.times} times the capacity of ${(loads?.peak ?? 0).toFixed(1)} requests/s: sent`,
          `${load.sentPerSecond.toFixed(1)}/s`,
        ],
        ['  goodput of the peak', percent(load.goodput), `at least ${percent(targets.goodput)}`],
        ['  refused, failed', `${integer(load.rejected)}, ${integer(load.failed)}`],
        ['  accepted: p50, p99', `${integer(load.p50)} ms, ${integer(load.p99)} ms`],
        [
          '  health: p99, slowest',
          `${integer(load.health.p99)} ms, ${integer(load.health.slowest)} ms`,
          `within ${targets.healthMilliseconds} ms`,
        ],
        ['  one request before, and 5 s after', `${milliseconds(load.before)}, ${milliseconds(load.after)}`],
      );
    }
    for (const { threads: count, started, predicted, explained } of memory ?? []) {
      rows.push(
        [`memory on ${count === 1 ? '1 thread' : `${count} threads`}: started`, megabytes(started)],
        ['  after 4 clients, each 4 times 64 texts of 300 words', megabytes(predicted)],
        ['  then after 4 explanations at once', megabytes(explained)],
      );
    }
    console.log(table(rows));
    if (quick) console.log('\n--quick: few reviews; it shows that everything runs, not how fast.');
  }
} finally {
  await server.close();
  await predictor.release();
}
