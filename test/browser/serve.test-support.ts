/** The built server with the bundled model as a process of its own, a proxy before one, and a server of plain files. */
import { readFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Explanation, Prediction } from '../../src/prediction/index.js';
import { root, start } from '../reelsense-command.js';

export { root };
export const modelFolder = join(root, 'models', 'imdb-lstm');

export interface Running {
  /** Without a slash at the end, but for one under a path. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function serveModel(...options: string[]): Promise<Running> {
  const command = start(['serve', '--port', '0', ...options]);
  const output = await command.printed(/http:\/\/[\d.:]+/);
  return {
    url: /http:\/\/[\d.:]+/.exec(output)![0],
    stop: async () => {
      command.process.kill('SIGTERM');
      await command.ended;
    },
  };
}

/** The same address, served by another model: `change` stops the server and starts it anew. */
export async function serveThenChange(
  model: string,
): Promise<Running & { readonly change: () => Promise<void> }> {
  let server = await serveModel('--threads', '1');
  const { url } = server;
  return {
    url,
    stop: () => server.stop(),
    change: async () => {
      await server.stop();
      server = await serveModel('--threads', '1', '--port', new URL(url).port, '--model', model);
    },
  };
}

async function ask(url: string, path: string, text: string): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  return response.json();
}

export async function predictionOf({ url }: Running, text: string): Promise<Prediction> {
  return ((await ask(url, '/api/v1/predict', text)) as { predictions: [Prediction] }).predictions[0];
}

export async function explanationOf({ url }: Running, text: string): Promise<Explanation> {
  return ((await ask(url, '/api/v1/explain', text)) as { explanation: Explanation }).explanation;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Files as they lie in a folder, under a path, with no header but their type. */
export async function serveFolder(folder: string, path: string): Promise<Running> {
  const server = createServer(async ({ url = '' }, response) => {
    const asked = new URL(url, 'http://localhost').pathname;
    const name = asked === path ? 'index.html' : asked.slice(path.length);
    const content = asked.startsWith(path)
      ? await readFile(join(folder, name)).catch(() => undefined)
      : undefined;
    response.writeHead(content === undefined ? 404 : 200, {
      'content-type': types[extname(name)] ?? 'text/plain',
    });
    response.end(content);
  });
  return listening(server, path);
}

/** A proxy under whose path a server is, which it takes away, as nginx does; beside it there is nothing. */
export async function serveUnder(
  path: string,
  { url }: Running,
): Promise<Running & { /** Asked for beside the path. */ readonly strays: readonly string[] }> {
  const strays: string[] = [];
  const proxy = createServer((asked, answer) => {
    const { url: address = '', method, headers } = asked;
    if (!address.startsWith(path)) {
      strays.push(address);
      answer.writeHead(404).end();
      return;
    }
    const forwarded = { ...headers, 'x-forwarded-proto': 'http', 'x-forwarded-prefix': path };
    const options = { method, headers: forwarded };
    const onward = request(`${url}/${address.slice(path.length)}`, options, (found) => {
      answer.writeHead(found.statusCode!, found.headers);
      found.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  return { ...(await listening(proxy, path)), strays };
}

async function listening(server: Server, path: string): Promise<Running> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
