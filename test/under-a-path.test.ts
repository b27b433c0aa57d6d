/** The server behind a proxy that serves it under a path of a host. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveModel, serveUnder } from './browser/serve.test-support.js';

const stops: (() => Promise<void>)[] = [];
let proxy: Awaited<ReturnType<typeof serveUnder>>;

beforeAll(async () => {
  const server = await serveModel('--threads', '1', '--model', 'imdb-tiny');
  stops.push(server.stop);
  proxy = await serveUnder('/tools/reelsense/', server);
  stops.unshift(proxy.stop);
});
afterAll(async () => {
  for (const stop of stops) await stop();
});

const browser = { accept: 'text/html,*/*;q=0.8' };

/** What a page, style sheet or built script refers to: built files have a hash in their name. */
function referencesOf(type: string, text: string): string[] {
  const pattern = /html/.test(type)
    ? /\s(?:src|href|action)="([^"]*)"/g
    : /css/.test(type)
      ? /url\(["']?([^"')]+)/g
      : /["'`]([\w./-]+-(?=[\w-]*[A-Z\d])[\w-]{8}\.(?:js|css|wasm|csv))["'`]/g;
  return [...text.matchAll(pattern)].map((match) => match[1]!);
}

describe('under a path of a host', () => {
  it('every page is found, and all that it refers to', async () => {
    const nowhere = ['nothing', 'nothing/deeper/down'].map((path) => `${proxy.url}${path}`);
    const asked = new Set([proxy.url, ...nowhere]);
    for (const address of asked) {
      const response = await fetch(address, { headers: browser });
      expect([address, response.status]).toEqual([address, nowhere.includes(address) ? 404 : 200]);
      const type = response.headers.get('content-type') ?? '';
      const text = await response.text();
      if (!/html|css|javascript/.test(type)) continue;
      for (const reference of referencesOf(type, text)) {
        const { href, hash } = new URL(reference, address);
        asked.add(href.slice(0, href.length - hash.length));
      }
    }
    expect([...asked].filter((address) => !address.startsWith(proxy.url))).toEqual([]);
    const names = [...asked].map((address) => address.slice(proxy.url.length)).join('\n');
    for (const name of [/^many$/m, /^about-model$/m, /^docs$/m, /^openapi\.json$/m, /\.wasm$/m, /worker/])
      expect(names).toMatch(name);
    expect(proxy.strays).toEqual([]);
  });

  it('the form reads without JavaScript, and the page names the address that a program asks', async () => {
    const page = await (await fetch(proxy.url, { headers: browser })).text();
    const action = new URL(/action="([^"]*)"/.exec(page)![1]!, proxy.url);
    const body = new URLSearchParams({ text: 'An awful, boring, stupid film.' });
    const answer = await (await fetch(action, { method: 'POST', headers: browser, body })).text();
    expect(answer).toContain('<strong data-field="label">negative</strong>');
    expect(answer).toContain(`curl ${proxy.url}api/v1/predict`);
  });

  it('the API answers where its description says that it is', async () => {
    const description = `${proxy.url}openapi.json`;
    const { servers, paths } = (await (await fetch(description)).json()) as {
      servers: { url: string }[];
      paths: object;
    };
    const address = new URL(servers[0]!.url, description).href.replace(/\/$/, '');
    const path = Object.keys(paths).find((name) => name.endsWith('/predict'));
    const answer = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'An awful, boring, stupid film.' }),
    });
    expect(await answer.json()).toMatchObject({ predictions: [{ label: 'negative' }] });
  });
});
