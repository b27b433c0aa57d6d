import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReelsenseError } from '../errors/index.js';
import { assembleServer, type InjectedAnswer, type Server } from './create-server.js';
import { predictionOf, TestRunner, testModel, testServer } from './server.test-support.js';
import { resolveSettings } from './settings.js';

const json = { 'content-type': 'application/json' };

let server: Server;
const errors: unknown[] = [];
const runner = new TestRunner((texts) => {
  if (texts.includes('...')) throw new ReelsenseError('empty-text', 'The text has no word to read.');
  if (texts.includes('secret crash')) throw new Error('the runtime broke over it');
});

beforeAll(async () => {
  server = await testServer(
    { maximumTextCharacters: 1000, maximumTexts: 8, maximumBodyBytes: 600_000 },
    runner,
    (error) => errors.push(error),
  );
});
afterAll(() => server.close());

function post(payload: string, headers: Record<string, string> = json): Promise<InjectedAnswer> {
  return server.inject({ method: 'POST', url: '/api/v1/predict', headers, payload });
}

function mistake(answer: InjectedAnswer): { code: string; message: string } {
  const body = JSON.parse(answer.body);
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error)).toEqual(['code', 'message']);
  return body.error;
}

describe('POST /api/v1/predict', () => {
  it('answers one text with the model and its prediction', async () => {
    const answer = await post('{"text": "oo no oo"}');
    expect(answer.statusCode).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      model: { name: testModel.name, sha256: testModel.sha256 },
      predictions: [predictionOf('oo no oo')],
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('answers several texts in their order, run as one batch', async () => {
    const texts = ['oooo', 'xxxx', 'oxox'];
    const answer = await post(JSON.stringify({ texts }));
    expect(JSON.parse(answer.body).predictions).toEqual(texts.map(predictionOf));
    expect(runner.calls.at(-1)).toEqual(texts);
  });

  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON;charset=UTF8',
    'application/json ;x=y',
  ])('reads a body of type %s', async (type) => {
    expect((await post('{"text": "fine"}', { 'content-type': type })).statusCode).toBe(200);
  });

  it('reads text as it is, whatever characters it has', async () => {
    const text = 'caf\u00e9 \ud83c\udfac \u0000 \u202e <script> \ud800';
    await post(JSON.stringify({ text }));
    expect(runner.calls.at(-1)).toEqual([text]);
  });

  it.each<[string, string, number, string, string]>([
    ['an empty text', '{"text": ""}', 400, 'empty-text', 'The text is empty. Write'],
    ['blanks alone', '{"text": " \\n\\t\\u00a0"}', 400, 'empty-text', 'empty'],
    ['a text without a word', '{"text": "..."}', 400, 'empty-text', 'no word to read'],
    ['an empty one of several', '{"texts": ["a", ""]}', 400, 'empty-text', 'texts[1] is empty'],
    [
      'a text over the limit',
      `{"text": "${'a'.repeat(1001)}"}`,
      413,
      'text-too-long',
      'has 1,001 characters; the limit is 1,000. Shorten',
    ],
    [
      'too many texts',
      JSON.stringify({ texts: Array(9).fill('a') }),
      413,
      'too-many-texts',
      '9 texts; the limit is 8',
    ],
    ['a number for a text', '{"text": 5}', 400, 'wrong-type', 'The text is a number; it must be a string.'],
    ['null for a text', '{"text": null}', 400, 'wrong-type', 'null'],
    ['an infinite number', '{"text": 1e999}', 400, 'wrong-type', 'a number'],
    ['a text for texts', '{"texts": "a"}', 400, 'wrong-type', '"texts" is a string; it must be a list'],
    ['a list with a number', '{"texts": ["a", 1e999]}', 400, 'wrong-type', 'texts[1] is a number'],
    ['an empty list', '{"texts": []}', 400, 'invalid-request', 'empty list'],
    ['both', '{"text": "a", "texts": ["a"]}', 400, 'invalid-request', 'both "text" and "texts"'],
    ['neither', '{}', 400, 'invalid-request', 'neither "text" nor "texts"'],
    ['an unknown field', '{"txt": "a"}', 400, 'invalid-request', 'the unknown field "txt"'],
    ['a list', '[]', 400, 'invalid-request', 'The body is a list, not a JSON object'],
    ['a string', '"text"', 400, 'invalid-request', 'a string'],
    ['null', 'null', 400, 'invalid-request', 'null'],
    ['__proto__', '{"__proto__": {"text": "a"}}', 400, 'invalid-request', 'unknown field "__proto__"'],
    ['__proto__ beside a text', '{"text": "a", "__proto__": {"x": 1}}', 400, 'invalid-request', '__proto__'],
    ['a constructor', '{"constructor": {"prototype": {"text": "a"}}}', 400, 'invalid-request', 'constructor'],
    ['no JSON', '{"text": my secret}', 400, 'malformed-json', 'not quoted or closed'],
    ['an end too early', '{"text": "a', 400, 'malformed-json', 'not JSON'],
    ['nothing', '', 400, 'malformed-json', 'it is empty'],
    ['250,000 open brackets', '['.repeat(250_000), 400, 'malformed-json', 'not JSON'],
    ['250,000 brackets', '['.repeat(250_000) + ']'.repeat(250_000), 400, 'invalid-request', 'a list'],
    [
      'deep brackets for a text',
      `{"text": ${'['.repeat(250_000)}${']'.repeat(250_000)}}`,
      400,
      'wrong-type',
      'a list',
    ],
    ['an array of many', `{"texts": [${'0,'.repeat(250_000)}0]}`, 413, 'too-many-texts', '250,001 texts'],
    [
      'an array of a million',
      `{"texts": [${'0,'.repeat(1_000_000)}0]}`,
      413,
      'body-too-large',
      '600,000 bytes',
    ],
  ])('refuses %s', async (_name, payload, status, code, message) => {
    const answer = await post(payload);
    expect([answer.statusCode, mistake(answer)]).toEqual([
      status,
      { code, message: expect.stringContaining(message) },
    ]);
    expect(answer.body).not.toContain('secret');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json\t,text/plain',
    'application/jsonp',
    'application/json; charset=utf-16',
    'nonsense',
    ' ',
  ])('refuses the Content-Type "%s"', async (type) => {
    const answer = await post('{"text": "fine"}', { 'content-type': type });
    expect([answer.statusCode, mistake(answer).code]).toEqual([415, 'unsupported-media-type']);
  });

  it('refuses a body without a Content-Type, and one that is compressed', async () => {
    expect(mistake(await post('{"text": "fine"}', {})).code).toBe('unsupported-media-type');
    const compressed = await post('{"text": "fine"}', { ...json, 'content-encoding': 'gzip' });
    expect(compressed.statusCode).toBe(415);
  });

  it('refuses no body at all', async () => {
    const answer = await server.inject({ method: 'POST', url: '/api/v1/predict' });
    expect([answer.statusCode, mistake(answer).code]).toEqual([400, 'invalid-request']);
  });

  it('answers a fault of its own with 500, tells who runs it, and shows nothing of it', async () => {
    errors.length = 0;
    const answer = await post('{"text": "secret crash"}');
    expect([answer.statusCode, mistake(answer).code]).toEqual([500, 'internal-error']);
    expect(answer.body).not.toContain('runtime');
    expect(errors).toHaveLength(1);
  });
});

describe('other addresses', () => {
  it('says that it is well', async () => {
    const answer = await server.inject({ method: 'GET', url: '/healthz' });
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([200, { status: 'ok' }]);
  });

  it.each([
    ['GET', '/nothing', 404, 'not-found'],
    ['POST', '/api/v1/nothing', 404, 'not-found'],
    ['GET', '/api/v1/predict/', 404, 'not-found'],
    ['GET', '/__proto__', 404, 'not-found'],
    ['GET', '/assets/0000000000000000/style.css', 404, 'not-found'],
    ['GET', '/%zz', 400, 'malformed-request'],
    ['GET', '/api/v1/predict', 405, 'method-not-allowed'],
    ['DELETE', '/api/v1/predict', 405, 'method-not-allowed'],
    ['OPTIONS', '/api/v1/predict', 405, 'method-not-allowed'],
    ['PUT', '/', 405, 'method-not-allowed'],
    ['POST', '/healthz', 405, 'method-not-allowed'],
  ])('answers %s %s as documented', async (method, url, status, code) => {
    const answer = await server.inject({ method, url });
    expect([answer.statusCode, mistake(answer).code]).toEqual([status, code]);
    if (status === 405) expect(answer.headers.allow).toMatch(/GET|POST/);
  });

  it('does not say a long address back in full', async () => {
    const answer = await server.inject({ method: 'GET', url: `/${'a'.repeat(5000)}` });
    expect([answer.statusCode, mistake(answer).code]).toEqual([404, 'not-found']);
    expect(answer.body.length).toBeLessThan(300);
  });

  it('answers a body that nobody asked for as documented', async () => {
    const answer = await server.inject({ method: 'POST', url: '/nothing', headers: json, payload: '{"a": ' });
    expect([answer.statusCode, mistake(answer).code]).toEqual([404, 'not-found']);
  });

  it('puts the security headers on every answer', async () => {
    for (const url of ['/', '/healthz', '/nothing', '/%zz', '/api/v1/predict']) {
      const { headers } = await server.inject({ method: 'GET', url });
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy.replace("'wasm-unsafe-eval'", '')).not.toContain('unsafe');
    }
  });
});

describe('an injected request', () => {
  it('that is refused before its body is read has no time-out to fail of', async () => {
    const own = await testServer({ headersTimeout: 50, requestTimeout: 50, apiKeys: 'a'.repeat(64) });
    const refused = await own.inject({
      ...{ method: 'POST', url: '/api/v1/predict', headers: json, payload: '{"text": "oo"}' },
    });
    expect(refused.statusCode).toBe(401);
    const failures: unknown[] = [];
    const listen = (error: unknown) => failures.push(error);
    process.on('uncaughtException', listen);
    await sleep(150);
    process.off('uncaughtException', listen);
    expect(failures).toEqual([]);
    await own.close();
  });
});

describe('GET /healthz/ready', () => {
  it('says no while no thread predicts and none can be started', async () => {
    const mortal = new TestRunner();
    const runners = [mortal];
    const startRunner = async () => runners.shift() ?? Promise.reject(new Error('no memory'));
    const own = await assembleServer({ model: testModel, startRunner }, resolveSettings({ threads: 1 }));
    const ready = async (): Promise<number> =>
      (await own.inject({ method: 'GET', url: '/healthz/ready' })).statusCode;
    expect(await ready()).toBe(200);
    mortal.die();
    const answer = own.inject({
      ...{ method: 'POST', url: '/api/v1/predict', headers: json, payload: '{"text": "oo"}' },
    });
    await expect.poll(ready).toBe(503);
    runners.push(new TestRunner());
    expect((await answer).statusCode).toBe(200);
    expect(await ready()).toBe(200);
    await own.close();
  });
});
