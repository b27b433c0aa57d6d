#!/usr/bin/env node
// Draws docs/page.png: the page with a verdict, as headless Chromium shows it. Needs a build and `chromium` on the path.
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startServer } from '../dist/server/index.js';

const review =
  'I went in expecting very little, and for the first half hour that is what I got: stiff dialogue and a plot I had seen ' +
  'before. Then the two leads finally share a scene, and the film wakes up. Not a masterpiece, but I would gladly see it again.';
const [target = fileURLToPath(new URL('../docs/page.png', import.meta.url)), size = '1120,715'] =
  process.argv.slice(2);

const model = fileURLToPath(new URL('../models/imdb-lstm', import.meta.url));
const { server, address } = await startServer({ model, port: 0, threads: 1 });

// Chromium's command line cannot send a form: this stands between and asks for the page as the form would.
const between = createServer(async (request, response) => {
  const isPage = request.url === '/';
  const answer = await fetch(
    new URL(request.url, address.url),
    isPage ? { method: 'POST', body: new URLSearchParams({ text: review }) } : {},
  );
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
  response.end(Buffer.from(await answer.arrayBuffer()));
});
await new Promise((resolve) => between.listen(0, '127.0.0.1', resolve));
await promisify(execFile)('chromium', [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--virtual-time-budget=3000'],
  ...[`--window-size=${size}`, `--screenshot=${target}`, ...(process.env.CHROMIUM_FLAGS?.split(' ') ?? [])],
  `http://127.0.0.1:${between.address().port}/`,
]);
between.closeAllConnections();
between.close();
await server.close();
