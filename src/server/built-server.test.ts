/** The server as installed: real threads, a real model, real signals, in a process of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Explanation, Prediction } from '../prediction/index.js';
import {
  type BuiltServer,
  buildProject,
  removeBuild,
  startBuiltServer,
} from './built-server.test-support.js';
import type { InjectedAnswer } from './create-server.js';
import { DocumentedAnswers } from './documented-answers.test-support.js';
import { resolveSettings } from './settings.js';

interface Answer {
  readonly model: { readonly name: string; readonly sha256: string };
  readonly predictions: readonly Prediction[];
}

let build: string;
const servers: BuiltServer[] = [];

beforeAll(() => {
  build = buildProject();
});
afterAll(async () => {
  for (const { process } of servers) process.kill('SIGKILL');
  await Promise.all(servers.map(({ ended }) => ended));
  removeBuild(build);
});

async function start(settings: object): Promise<BuiltServer> {
  const server = await startBuiltServer(build, settings);
  servers.push(server);
  return server;
}

function post({ url }: BuiltServer, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/api/v1/predict`, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function predictions(server: BuiltServer, texts: readonly string[]): Promise<readonly Prediction[]> {
  const response = await post(server, { texts });
  expect(response.status).toBe(200);
  return ((await response.json()) as Answer).predictions;
}

const documented = new DocumentedAnswers(resolveSettings());

function answerOf({ status, headers }: Response, body: string): InjectedAnswer {
  return { statusCode: status, headers: Object.fromEntries(headers), body };
}

const texts = [
  'a fine film .',
  'fog',
  'a film with fog and more fog .',
  '<br />Fine!',
  'a fine film with fog '.repeat(150),
];

describe('the built server', () => {
  it('predicts in threads: alone, beside others, and in requests that arrive together', async () => {
    const server = await start({ threads: 2 });
    const together = await predictions(server, texts);
    expect(together.at(-1)).toMatchObject({ truncated: true, tokens: { total: 750, used: 399, unknown: 0 } });
    const rounds = Array.from({ length: 8 }, () => texts).flat();
    const alone = await Promise.all(rounds.map((text) => predictions(server, [text])));
    alone.forEach(([prediction], index) => {
      const expected = together[index % texts.length]!;
      expect(prediction).toMatchObject({ label: expected.label, tokens: expected.tokens });
      expect(Math.abs(prediction!.probability - expected.probability)).toBeLessThan(1e-5);
    });
    const { model } = (await (await post(server, { text: 'fog' })).json()) as Answer;
    expect(model).toEqual({ name: 'small-model', sha256: server.sha256 });
  });

  it('refuses a text that has no word in it, and not its neighbours', async () => {
    const server = servers[0]!;
    const answers = await Promise.all(['<br />', 'fog', 'film'].map((text) => post(server, { text })));
    expect(answers.map(({ status }) => status)).toEqual([400, 200, 200]);
    const { error } = (await answers[0]!.json()) as { error: { code: string; message: string } };
    expect(error).toMatchObject({ code: 'empty-text' });
  });

  it('streams a batch, and explains, as it predicts', async () => {
    const server = servers[0]!;
    const expected = await predictions(server, texts);
    const sent = { 'content-type': 'application/x-ndjson' };
    const body = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
    const answer = await fetch(`${server.url}/api/v1/batch`, { method: 'POST', headers: sent, body });
    const written = await answer.text();
    documented.check({ method: 'POST', url: '/api/v1/batch' }, answerOf(answer, written));
    const lines = written.trimEnd().split('\n');
    expect(lines).toHaveLength(texts.length + 1);
    const headers = { 'content-type': 'application/json' };
    for (const [index, text] of texts.entries()) {
      const row = JSON.parse(lines[index]!) as Prediction;
      const asked = { method: 'POST', headers, body: JSON.stringify({ text, sentences: false }) };
      const response = await fetch(`${server.url}/api/v1/explain`, asked);
      const found = await response.text();
      documented.check({ method: 'POST', url: '/api/v1/explain' }, answerOf(response, found));
      const { explanation } = JSON.parse(found) as { explanation: Explanation };
      for (const { label, probability } of [row, explanation]) {
        expect(label).toBe(expected[index]!.label);
        expect(Math.abs(probability - expected[index]!.probability)).toBeLessThan(1e-5);
      }
      const { words, baselineLogOdds, rest, logOdds, curve, sentences } = explanation;
      const sum = words.reduce((total, { contribution }) => total + contribution, baselineLogOdds + rest);
      expect(sum).toBeCloseTo(logOdds, 3);
      expect([curve?.at(-1)?.end, sentences]).toEqual([expect.any(Number), undefined]);
    }
  });

  it('is well while its threads are at work', async () => {
    const server = servers[0]!;
    const work = predictions(
      server,
      Array.from({ length: 200 }, () => texts.at(-1)!),
    );
    const begin = performance.now();
    let slowest = 0;
    let ended = false;
    void work.then(() => {
      ended = true;
    });
    while (!ended && performance.now() - begin < 10_000) {
      const asked = performance.now();
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - asked);
    }
    await work;
    expect(slowest).toBeLessThan(1000); // 100 ms at rest; the machine of a test may be busy with others
  });

  it('gives the page its script, whose parts are found', async () => {
    const { url } = servers[0]!;
    const page = await (await fetch(url)).text();
    const script = /<script type="module" src="([^"]+)"/.exec(page)?.[1] ?? '';
    const address = new URL(script, url);
    const source = await fetch(address);
    expect([source.status, source.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ]);
    const parts = [...(await source.text()).matchAll(/from\s*["'`](\.\/[^"'`]+)/g)].map((match) => match[1]!);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) {
      expect((await fetch(new URL(part, address))).status).toBe(200);
    }
  });

  it('answers what it accepted when it is told to end, and ends with 0', async () => {
    const server = await start({ threads: 1, maximumBatchTokens: 1 });
    const work = Array.from({ length: 6 }, () => predictions(server, Array(20).fill(texts.at(-1)!)));
    await Promise.race(work); // the others run or wait
    const begin = performance.now();
    server.process.kill('SIGTERM');
    expect((await Promise.all(work)).map(({ length }) => length)).toEqual([20, 20, 20, 20, 20, 20]);
    expect(await server.ended).toEqual({ code: 0, output: 'closed\n' });
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  it('loses a thread that is ended over its work, and says so', async () => {
    const { readModelFolder } = (await import(
      `${build}/checkpoint/index.js`
    )) as typeof import('../checkpoint/index.js');
    const { startWorkerRunner } = (await import(
      `${build}/server/worker-runner.js`
    )) as typeof import('./worker-runner.js');
    const bundle = await readModelFolder(`${build}/small-model`);
    const runner = await startWorkerRunner({
      bundle,
      maximumBytes: 1e6,
      maximumCharacters: 1e6,
      maximumPaddedTokens: 8192,
    });
    expect(await runner.predictMany(['fog'])).toHaveLength(1);
    expect(await runner.predictMany(['x'.repeat(1e6 + 1), 'fog'])).toMatchObject([
      { code: 'text-too-long' },
      { truncated: false },
    ]);
    const work = runner.predictMany(Array(500).fill(texts.at(-1)!));
    const lost = expect(work).rejects.toMatchObject({ name: 'RunnerLostError' });
    await runner.close();
    await lost;
    expect(runner.alive).toBe(false);
    await expect(runner.predictMany(['fog'])).rejects.toMatchObject({ name: 'RunnerLostError' });
  });

  it('does not start with a damaged model', async () => {
    const { writeFile } = await import('node:fs/promises');
    const { createServer } = (await import(`${build}/server/index.js`)) as typeof import('./index.js');
    await writeFile(`${build}/small-model/onnx/model.onnx`, 'not what the manifest says');
    await expect(createServer({ model: `${build}/small-model` })).rejects.toMatchObject({
      code: 'damaged-model',
    });
    await expect(createServer({ model: `${build}/none` })).rejects.toMatchObject({ code: 'file-not-found' });
    // No bundled model stands beside this build.
    await expect(createServer()).rejects.toMatchObject({
      message: expect.stringContaining('models/imdb-lstm'),
    });
  });
});
