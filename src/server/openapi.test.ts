import { connect } from 'node:net';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from './access.js';
import type { InjectedAnswer, Server } from './create-server.js';
import { DocumentedAnswers, seenAnswers } from './documented-answers.test-support.js';
import { endpoints } from './endpoints.js';
import { openApiDocument } from './openapi.js';
import { eventually, TestRunner, testServer } from './server.test-support.js';
import { resolveSettings } from './settings.js';

const json = { 'content-type': 'application/json' };
const servers: Server[] = [];
const document = openApiDocument(resolveSettings({ apiKeys: createApiKey().sha256 }), '1.2.3');

afterAll(() => Promise.all(servers.map((server) => server.close())));

async function start(...given: Parameters<typeof testServer>): Promise<Server> {
  const server = await testServer(...given);
  servers.push(server);
  return server;
}

function post(server: Server, path: string, payload: string, headers: Record<string, string> = json) {
  return server.inject({ method: 'POST', url: path, headers, payload });
}

const bodies: Readonly<Record<string, readonly [payload: string, type: string]>> = {
  '/api/v1/predict': ['{"text": "oo"}', 'application/json'],
  '/api/v1/explain': ['{"text": "oo"}', 'application/json'],
  '/api/v1/batch': ['"oo"\n', 'application/x-ndjson'],
};

/** Every address asked in its plain form. */
async function askAll(server: Server): Promise<number[]> {
  const answers = await Promise.all(
    endpoints.map(({ method, path }) => {
      const url = path.replace('{path}', 'manifest.json');
      const [payload, type] = bodies[path] ?? ['', ''];
      if (method === 'get') return server.inject({ method: 'GET', url });
      return post(server, url, payload, { 'content-type': type });
    }),
  );
  return answers.map(({ statusCode }) => statusCode);
}

/** Begins a request and never ends it; resolves with what came back. */
function halfSent(port: number, path: string, type: string): Promise<InjectedAnswer> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 99\r\n\r\n{`,
      ),
    );
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      const headers = { 'content-type': /content-type: (.*)/i.exec(head)?.[1] };
      resolve({ statusCode: Number(head.split(' ')[1]), headers, body });
    });
  });
}

describe('the OpenAPI document', () => {
  it('has a schema for everything it names', () => {
    const named = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      (match) => match[1]!,
    );
    expect(named.filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
  });

  it('names every operation, each otherwise, as generated clients go on calling them', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual([
      'predict',
      'explain',
      'batch',
      'getModel',
      'getModelFile',
      'getDeviceModelFile',
      'getHealth',
      'getLiveness',
      'getReadiness',
      'getMetrics',
      'getOpenApi',
      'getDocs',
    ]);
  });

  it('has its paths begin where the document is, whatever path that is under', () => {
    const [{ url }] = document.servers;
    expect(new URL(url, 'https://films.example/tools/openapi.json').href).toBe(
      'https://films.example/tools/',
    );
  });

  it('says how large a body may be', () => {
    for (const path of ['/api/v1/predict', '/api/v1/explain'])
      expect(document.paths[path]!.post!.description).toContain('at most 1,048,576 bytes');
  });

  it('says of a batch which headers it has, and what the summary and CSV are', () => {
    const { description, responses } = document.paths['/api/v1/batch']!.post!;
    expect(Object.keys(responses['200']!.headers!)).toEqual([
      'X-Reelsense-Model',
      'X-Reelsense-Model-Sha256',
    ]);
    expect(description).toContain('CSV with "Accept: text/csv", which has no summary');
    expect(description).toContain('= + - or @ gets an apostrophe before it, unless it is a number');
  });

  it('is served as it is, and as a page that keeps to its own policy', async () => {
    const server = await start();
    const { body } = await server.inject({ method: 'GET', url: '/openapi.json' });
    expect(Object.keys(JSON.parse(body).paths)).toEqual([...new Set(endpoints.map(({ path }) => path))]);
    const page = (await server.inject({ method: 'GET', url: '/docs' })).body;
    for (const { path, summary } of endpoints) {
      expect(page).toContain(path);
      expect(page).toContain(summary.replaceAll("'", '&#39;'));
    }
    expect(page).not.toMatch(/\sstyle=|<script|undefined|\[object/);
  });

  it.each([
    ['{"text": "a"}', true],
    ['{"texts": ["a", "b"]}', true],
    ['{"texts": []}', false],
    ['{"text": "a", "texts": ["a"]}', false],
    ['{"text": 5}', false],
    ['{"text": "a", "more": 1}', false],
  ])('says of the request %s what the server says', async (payload, valid) => {
    const server = servers[0]!;
    const schema = document.components.schemas.PredictRequest!;
    expect(new Ajv({ strict: false }).validate(schema, JSON.parse(payload))).toBe(valid);
    expect((await post(server, '/api/v1/predict', payload)).statusCode === 200).toBe(valid);
  });
});

describe('the statuses of the document', () => {
  beforeAll(() => seenAnswers.clear());

  it('occur: everything is well, and what clients do wrong', async () => {
    const server = await start({ maximumTextCharacters: 9, maximumBodyBytes: 2000 });
    expect(new Set(await askAll(server))).toEqual(new Set([200]));
    for (const folder of ['/model', '/device-model']) {
      const { etag } = (await server.inject({ method: 'GET', url: `${folder}/manifest.json` })).headers;
      await server.inject({
        method: 'GET',
        url: `${folder}/manifest.json`,
        headers: { 'if-none-match': String(etag) },
      });
      await server.inject({ method: 'GET', url: `${folder}/../secret` });
      await server.inject({ method: 'GET', url: `${folder}/nothing.json` });
    }
    for (const path of ['/api/v1/predict', '/api/v1/explain']) {
      for (const payload of ['{"text": ""}', '{"text": "far too long"}', '{', '[]'])
        await post(server, path, payload);
      await post(server, path, 'oo', { 'content-type': 'text/plain' });
    }
    const table = { 'content-type': 'text/csv' };
    await post(server, '/api/v1/batch', 'a,b\n1,2\n', table);
    await post(server, '/api/v1/batch', 'a', json);
  });

  it('occur: a server with keys', async () => {
    const { key, sha256 } = createApiKey();
    const server = await start({ apiKeys: sha256 });
    const statuses = await askAll(server);
    expect(statuses).toEqual(endpoints.map((endpoint) => (endpoint.protected ? 401 : 200)));
    const headers = { ...json, authorization: `Bearer ${key}` };
    expect((await post(server, '/api/v1/predict', '{"text": "oo"}', headers)).statusCode).toBe(200);
  });

  it('occur: a server that fails', async () => {
    const broken = new TestRunner(() => {
      throw new Error('no memory');
    });
    expect((await askAll(await start({}, broken))).filter((status) => status === 500)).toHaveLength(2);
  });

  it('occur: a busy server, and one that stops', async () => {
    const runner = new TestRunner();
    const few = {
      maximumTexts: 1,
      maximumQueuedTexts: 1,
      maximumQueuedExplanations: 1,
      maximumBatchStreams: 1,
    };
    const server = await start({ ...few, drainTimeout: 2000 }, runner);
    runner.hold();
    const accepted = [post(server, '/api/v1/predict', '{"text": "running"}')];
    await eventually(() => runner.calls.length === 1);
    for (const [path, [payload, type]] of Object.entries(bodies)) {
      accepted.push(post(server, path, payload, { 'content-type': type }));
    }
    await eventually(() => servers.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const busy = await askAll(server);
    expect(busy.filter((status) => status === 429)).toHaveLength(3);
    expect(busy.filter((status) => status === 503)).toHaveLength(1); // not ready
    const closing = server.close();
    const stopping = await askAll(server);
    expect(stopping).toEqual(endpoints.map(({ path }) => (path === '/healthz/live' ? 200 : 503)));
    runner.release();
    expect((await Promise.all(accepted)).map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    await closing;
  });

  it('occur: clients that are too slow', async () => {
    const settings = { headersTimeout: 100, requestTimeout: 200, streamIdleTimeout: 200 };
    const server = await start(settings);
    const { port } = await server.listen();
    const documented = new DocumentedAnswers(server.settings);
    for (const [path, [, type]] of Object.entries(bodies)) {
      const answer = await halfSent(port, path, type);
      expect([path, answer.statusCode]).toEqual([path, 408]);
      documented.check({ method: 'POST', url: path }, answer);
    }
  });

  it('occur: each one of them did', () => {
    const all = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method} ${path} ${status}`),
      ),
    );
    expect(all.length).toBeGreaterThan(40);
    expect(all.filter((name) => !seenAnswers.has(name))).toEqual([]);
  });
});
