import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleReviews } from '../example-reviews/index.js';
import type { InjectedAnswer, Server } from './create-server.js';
import { percent } from './page/result.js';
import { TestRunner, testModel, testServer } from './server.test-support.js';

const runner = new TestRunner();
let server: Server;

beforeAll(async () => {
  server = await testServer({ maximumTextCharacters: 3000 }, runner);
});
afterAll(() => server.close());

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

function get(url: string, headers: Record<string, string> = browser): Promise<InjectedAnswer> {
  return server.inject({ method: 'GET', url, headers });
}

function send(fields: Record<string, string>): Promise<InjectedAnswer> {
  const headers = { ...browser, 'content-type': 'application/x-www-form-urlencoded' };
  return server.inject({
    method: 'POST',
    url: '/',
    headers,
    payload: new URLSearchParams(fields).toString(),
  });
}

/** What stands in the text area of a page, as a browser reads it. */
function areaOf(page: string): string {
  const content = /<textarea[^>]*>\n([^<]*)<\/textarea>/.exec(page)?.[1] ?? 'no text area';
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return content.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);
}

describe('the page', () => {
  it('has a form, an example for each kind, and which model reads', async () => {
    const { statusCode, headers, body } = await get('/');
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toContain('<form class="card" method="post" action="./#result"');
    for (const { title } of exampleReviews) expect(body).toContain(`>${title}</button>`);
    expect(body).toContain(testModel.name);
    expect(body).toContain(testModel.sha256.slice(0, 12));
    expect(body).toMatch(/<div data-part="answer" hidden>/);
  });

  it('says to programs how much a request may hold', async () => {
    expect((await get('/')).body).toContain('up to 256 texts of 3,000 characters, 1,048,576 bytes in all');
    const { limits } = JSON.parse((await get('/api/v1/model')).body);
    expect(limits).toMatchObject({ maximumTexts: 256, maximumBodyBytes: 1_048_576 });
  });

  it('keeps to its own policy: nothing inline, nothing from elsewhere', async () => {
    const pages = [(await get('/')).body, (await send({ text: 'good' })).body, (await get('/nothing')).body];
    for (const page of pages) {
      expect(page).not.toMatch(/\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:/i);
      const addresses = [...page.matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map((match) => match[1]!);
      expect(addresses.filter((address) => !address.startsWith('./'))).toEqual([]);
    }
  });

  it('gives its files for good under an address that holds their hash', async () => {
    const { body } = await get('/');
    const style = /href="\.([^"]*style\.css)"/.exec(body)?.[1] ?? '';
    expect(style).toMatch(/^\/assets\/[0-9a-f]{16}\/style\.css$/);
    const { statusCode, headers } = await get(style);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
    expect(headers['cache-control']).toContain('immutable');
    expect((await get(style.replace('style.css', '__proto__'))).statusCode).toBe(404);
    expect((await get(style.replace('style.css', '..%2findex.js'))).statusCode).toBe(404);
  });

  it('shows the address that the visitor came by, and none that is not one', async () => {
    expect((await get('/', { ...browser, host: 'films.example:8080' })).body).toContain(
      'curl http://films.example:8080/api/v1/predict',
    );
    expect((await get('/', { ...browser, host: "x';rm -rf ~'" })).body).not.toContain('rm -rf');
  });

  it('shows the address that a proxy says it was asked for, if that is one', async () => {
    const asked = {
      ...browser,
      host: '127.0.0.1:3000',
      'x-forwarded-host': 'films.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-prefix': '/tools/reelsense/',
    };
    for (const path of ['/', '/many'])
      expect((await get(path, asked)).body).toMatch(
        /curl .*https:\/\/films\.example\/tools\/reelsense\/api\/v1\//,
      );
    const { body } = await get('/nothing', { ...asked, accept: '*/*' });
    expect(JSON.parse(body).error.message).toBe(
      'There is nothing at /tools/reelsense/nothing. The API is described at /tools/reelsense/docs, the page is at /tools/reelsense/.',
    );
    const wrong = { ...asked, 'x-forwarded-proto': 'data', 'x-forwarded-prefix': '//x;rm -rf ~' };
    expect((await get('/', wrong)).body).toContain('curl http://films.example/api/v1/predict');
  });

  it('leads back from whatever depth an address that leads nowhere has', async () => {
    for (const [path, root] of [
      ['/nothing', './'],
      ['/nothing/?at=/all/', '../'],
      ['/assets/none/at/all', '../../../'],
    ] as const) {
      const { body } = await get(path);
      const addresses = [...body.matchAll(/\s(?:src|href)="([^"]*)"/g)].map((match) => match[1]!);
      expect(addresses.map((address) => /^[./]*/.exec(address)![0])).toEqual(addresses.map(() => root));
    }
    expect((await get('/'.repeat(8000))).body.length).toBeLessThan(5000);
  });

  it('answers the form with label, bars and tokens, and keeps the text', async () => {
    const { statusCode, body } = await send({ text: 'oooo oo' });
    expect(statusCode).toBe(200);
    expect(areaOf(body)).toBe('oooo oo');
    expect(body).toContain('<strong data-field="label">positive</strong>');
    expect(body).toContain('<span data-field="probability">85.7 %</span>');
    expect(body).toContain('width="85.71%"');
    expect(body).toMatch(/data-field="used">2<\/span> of <span data-field="total">2</);
    expect(body).toMatch(/data-part="truncated" hidden/);
    expect(body).toContain('<title>positive');
  });

  it('is unsure where the page with a script is', async () => {
    const { body } = await send({ text: 'ooxx' });
    expect(body).toContain('<strong data-field="label">unsure</strong>');
    expect(body).toContain('<span data-field="probability">50.0 % positive</span>');
    expect(body).toContain('<title>unsure');
  });

  it('says when the end of a review did not count', async () => {
    const { body } = await send({ text: 'one two three four five six seven eight nine ten eleven' });
    expect(body).toMatch(/data-field="used">10<\/span> of <span data-field="total">11</);
    expect(body).toMatch(/data-part="truncated">/);
  });

  it('shows a review as text, whatever stands in it', async () => {
    const text = '\n</textarea><script>alert("x")</script> & \'quoted\' &amp; <b>';
    const { body } = await send({ text });
    expect(areaOf(body)).toBe(text);
    expect(body).not.toContain('<script>alert');
  });

  it('reads line breaks as the script reads them', async () => {
    await send({ text: 'one\r\ntwo' });
    expect(runner.calls.at(-1)).toEqual(['one\ntwo']);
  });

  it.each(exampleReviews)('reads the example "$title" at a click', async ({ name, text }) => {
    const { statusCode, body } = await send({ text: 'what stood there before', example: name });
    expect(statusCode).toBe(200);
    expect(areaOf(body)).toBe(text);
  });

  it.each([
    ['', 400, 'The text is empty'],
    ['  \n ', 400, 'The text is empty'],
    ['a'.repeat(3001), 413, '3,001 characters; the limit is 3,000'],
  ])('says on the page what is wrong with a text, and keeps it', async (text, status, message) => {
    const { statusCode, body } = await send({ text });
    expect(statusCode).toBe(status);
    expect(body).toContain(message);
    expect(areaOf(body)).toBe(text);
    expect(body).toMatch(/<div data-part="answer" hidden>/);
  });

  it('refuses a form without a text, and other bodies', async () => {
    expect((await send({ other: 'x' })).statusCode).toBe(400);
    const json = { ...browser, 'content-type': 'application/json' };
    expect((await server.inject({ method: 'POST', url: '/', headers: json, payload: '{}' })).statusCode).toBe(
      415,
    );
    expect((await server.inject({ method: 'POST', url: '/', headers: browser })).statusCode).toBe(400);
  });

  it('says to a browser as a page that there is nothing, and to a program as JSON', async () => {
    const page = await get('/<img src=x>');
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.body).not.toContain('<img src=x>');
    expect(JSON.parse((await get('/nothing', {})).body).error.code).toBe('not-found');
    expect(JSON.parse((await get('/api/v1/predict')).body).error.code).toBe('method-not-allowed');
  });
});

describe('a percentage', () => {
  it.each([
    [0.5, '50.0 %'],
    [0.93449, '93.4 %'],
    [1, '> 99.9 %'],
    [0.9999, '> 99.9 %'],
    [0.0004, '< 0.1 %'],
  ])('of %d is %s', (probability, shown) => {
    expect(percent(probability)).toBe(shown);
  });
});
