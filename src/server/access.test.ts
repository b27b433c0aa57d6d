import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from './access.js';
import type { Server } from './create-server.js';
import { testServer } from './server.test-support.js';

const [mine, other] = [createApiKey(), createApiKey()];
let server: Server;

beforeAll(async () => {
  server = await testServer({
    apiKeys: `${other.sha256}, ${mine.sha256.toUpperCase()}`,
    corsOrigins: 'https://films.example,http://127.0.0.1:5000',
  });
});
afterAll(() => server.close());

function predict(headers: Record<string, string>) {
  return server.inject({
    method: 'POST',
    url: '/api/v1/predict',
    headers: { 'content-type': 'application/json', ...headers },
    payload: '{"text": "oo"}',
  });
}

describe('keys', () => {
  it('are new each time, and known by their hash alone', () => {
    expect(mine.key).not.toBe(other.key);
    expect(mine.sha256).toBe(createHash('sha256').update(mine.key).digest('hex'));
    expect(mine.key.length).toBeGreaterThan(40);
  });

  it('open the API', async () => {
    for (const { key } of [mine, other]) {
      expect((await predict({ authorization: `Bearer ${key}` })).statusCode).toBe(200);
    }
  });

  it.each([
    ['none', {}],
    ['an unknown one', { authorization: `Bearer ${createApiKey().key}` }],
    ['the hash', { authorization: `Bearer ${mine.sha256}` }],
    ['an empty one', { authorization: 'Bearer ' }],
    ['another scheme', { authorization: `Basic ${mine.key}` }],
  ])('are asked for: %s is refused', async (_name, headers) => {
    const answer = await predict(headers);
    expect([answer.statusCode, JSON.parse(answer.body).error.code]).toEqual([401, 'unauthorized']);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.body).not.toContain(mine.key);
  });

  it('are not asked for by the page, health, and what describes', async () => {
    for (const url of [
      '/',
      '/many',
      '/about-model',
      '/healthz',
      '/healthz/live',
      '/healthz/ready',
      '/openapi.json',
      '/docs',
      '/api/v1/model',
    ]) {
      expect([url, (await server.inject({ method: 'GET', url })).statusCode]).toEqual([url, 200]);
    }
    expect((await server.inject({ method: 'GET', url: '/metrics' })).statusCode).toBe(401);
  });
});

describe('what is there to copy', () => {
  const asked = async (one: Server, url: string): Promise<string> =>
    (await one.inject({ method: 'GET', url })).body;

  it('bears the key where one is asked for, and says so to programs', async () => {
    const open = await testServer();
    for (const [one, needsKey] of [
      [server, true],
      [open, false],
    ] as const) {
      for (const url of ['/', '/many']) {
        const [, command = ''] = /<code>(curl [^<]*)/.exec(await asked(one, url)) ?? [];
        expect([url, command.includes('&quot;Authorization: Bearer $REELSENSE_KEY&quot; \\\n  -')]).toEqual([
          url,
          needsKey,
        ]);
      }
      expect(JSON.parse(await asked(one, '/api/v1/model')).needsKey).toBe(needsKey);
    }
    await open.close();
  });
});

describe('pages of other origins', () => {
  const authorization = `Bearer ${mine.key}`;

  it('may ask the API when they are allowed to', async () => {
    const { headers } = await predict({ authorization, origin: 'https://films.example' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': 'https://films.example',
      'access-control-expose-headers': 'Retry-After, X-Reelsense-Model, X-Reelsense-Model-Sha256',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Origin',
    });
    const ahead = await server.inject({
      method: 'OPTIONS',
      url: '/api/v1/predict',
      headers: { origin: 'http://127.0.0.1:5000', 'access-control-request-method': 'POST' },
    });
    expect(ahead.statusCode).toBe(204);
    expect(ahead.headers['access-control-allow-headers']).toContain('Authorization');
  });

  it('may not when they are not', async () => {
    const { headers } = await predict({ authorization, origin: 'https://films.example.org' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const asked = { origin: 'null', 'access-control-request-method': 'POST' };
    const ahead = await server.inject({ method: 'OPTIONS', url: '/api/v1/predict', headers: asked });
    expect(ahead.statusCode).toBe(405);
  });

  it('may all when the setting says so, and none by default', async () => {
    for (const [corsOrigins, expected] of [
      ['*', '*'],
      ['', undefined],
    ] as const) {
      const one = await testServer(corsOrigins === '' ? {} : { corsOrigins });
      const headers = { origin: 'https://anywhere.example', 'content-type': 'application/json' };
      const answer = await one.inject({
        method: 'POST',
        url: '/api/v1/predict',
        headers,
        payload: '{"text": "o"}',
      });
      expect(answer.headers['access-control-allow-origin']).toBe(expected);
      await one.close();
    }
  });
});
