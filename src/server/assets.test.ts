import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAssets } from './assets.js';
import type { Server } from './create-server.js';
import { testServer } from './server.test-support.js';

let folder: string;
let server: Server;

/** A front end as Vite leaves it. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelsense-assets-'));
  await mkdir(join(folder, '.vite'));
  await mkdir(join(folder, 'assets'));
  const manifest = {
    'src/web/main.tsx': {
      file: 'assets/main-1.js',
      isEntry: true,
      css: ['assets/main-2.css'],
      imports: ['_shared.js'],
    },
    '_shared.js': { file: 'assets/shared-3.js', css: ['assets/shared-4.css'] },
  };
  await writeFile(join(folder, '.vite', 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'assets', 'main-1.js'), 'start();');
  await writeFile(join(folder, 'assets', 'main-1.js.gz'), gzipSync('start();'));
  await writeFile(join(folder, 'assets', 'model-5.wasm'), 'wasm');
  server = await testServer({}, undefined, undefined, await loadAssets(pathToFileURL(`${folder}/`)));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function get(url: string, headers: Record<string, string> = {}) {
  return server.inject({ method: 'GET', url, headers });
}

describe('the built front end', () => {
  it.each(['/', '/many', '/about-model'])(
    'is the shell of %s, with a page inside for those without scripts',
    async (url) => {
      const { statusCode, body } = await get(url);
      expect(statusCode).toBe(200);
      expect(body).toMatch(/<script type="module" src="\.\/assets\/main-1\.js"[^>]*><\/script>/);
      expect(body).toMatch(/shared-4\.css">\s*<link rel="stylesheet" href="\.\/assets\/main-2\.css">/);
      const inside = /<div id="app">(.*)<\/div>\s*<\/body>/s.exec(body)?.[1] ?? '';
      expect(inside).toMatch(/<main>.*<h1>/s);
      expect(inside).toContain('href="./about-model"');
    },
  );

  it('does not take the place of pages that need no script', async () => {
    for (const url of ['/docs', '/nothing']) {
      const { body } = await get(url, { accept: 'text/html' });
      expect(body).not.toContain('<script');
      expect(body).toContain('/assets/main-2.css');
    }
  });

  it('is given for good, compressed for who takes that', async () => {
    const plain = await get('/assets/main-1.js');
    expect(plain).toMatchObject({ statusCode: 200, body: 'start();' });
    expect(plain.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    const packed = await get('/assets/main-1.js', { 'accept-encoding': 'gzip, br' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect((await get('/assets/model-5.wasm')).headers['content-type']).toBe('application/wasm');
    for (const url of [
      '/assets/main-1.js.gz',
      '/assets/../.vite/manifest.json',
      '/assets/__proto__',
      '/assets/',
    ]) {
      expect((await get(url)).statusCode).toBe(404);
    }
  });
});
