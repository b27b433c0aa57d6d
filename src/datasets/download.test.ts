import { createHash } from 'node:crypto';
import type * as FileSystem from 'node:fs/promises';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadImdb } from './download.js';
import { type ImdbArchive, imdbArchive } from './imdb.js';

const disk = vi.hoisted(() => ({ full: false }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>();
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      const file = await real.open(...args);
      if (disk.full) {
        file.writeFile = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
      }
      return file;
    },
  };
});

const content = Buffer.alloc(300_000, 'reviews ');
const sha256 = createHash('sha256').update(content).digest('hex');

const answers: Record<string, (response: ServerResponse) => void> = {
  '/whole': (response) => response.writeHead(200, { 'content-encoding': 'x-gzip' }).end(content),
  '/moved': (response) => response.writeHead(302, { location: '/whole' }).end(),
  '/round': (response) => response.writeHead(302, { location: '/round' }).end(),
  '/short': (response) => response.writeHead(200).end(content.subarray(0, 1000)),
  '/long': (response) => response.writeHead(200).end(Buffer.concat([content, content])),
  '/other': (response) => response.writeHead(200).end(Buffer.alloc(content.byteLength, 'x')),
  '/cut': (response) => {
    response.writeHead(200, { 'content-length': content.byteLength });
    response.write(content.subarray(0, 1000), () => response.destroy());
  },
  '/silent': (response) => {
    response.writeHead(200).write('x');
  },
};

let server: Server;
let origin = '';
let folder = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelsense-download-'));
});
afterEach(async () => {
  disk.full = false;
  await rm(folder, { recursive: true, force: true });
});

const at = (path: string): ImdbArchive => ({
  fileName: 'aclImdb_v1.tar.gz',
  url: `${origin}${path}`,
  bytes: content.byteLength,
  sha256,
});

describe('downloadImdb', () => {
  it.each(['/whole', '/moved'])(
    'puts what %s sends into a folder that it makes, byte for byte',
    async (path) => {
      const progress: number[][] = [];
      const target = await downloadImdb(join(folder, 'new'), {
        archive: at(path),
        onProgress: (...call) => progress.push(call),
      });
      expect(target).toBe(join(folder, 'new', 'aclImdb_v1.tar.gz'));
      expect((await readFile(target)).equals(content)).toBe(true);
      expect(await readdir(join(folder, 'new'))).toEqual(['aclImdb_v1.tar.gz']);
      expect(progress.at(-1)).toEqual([content.byteLength, content.byteLength]);
    },
  );

  it('keeps an archive that is whole and replaces a damaged one', async () => {
    await writeFile(join(folder, 'aclImdb_v1.tar.gz'), 'damaged');
    const target = await downloadImdb(folder, { archive: at('/whole') });
    expect((await readFile(target)).equals(content)).toBe(true);
    expect(await downloadImdb(folder, { archive: at('/nowhere') })).toBe(target);
  });

  it.each([
    ['/short', 'network', /ended after 1,000 bytes of 300,000 bytes/],
    ['/cut', 'network', /could not be downloaded/],
    ['/nowhere', 'network', /status 404/],
    ['/round', 'network', /redirected more than 5 times/],
    ['/silent', 'network', /nothing came from .* for 0.2 seconds/],
    ['/long', 'damaged-data', /more than 300,000 bytes came/],
    ['/other', 'damaged-data', /the SHA-256 of what came is [0-9a-f]{64}/],
  ])('for %s says %s and what to do, and leaves nothing behind', async (path, code, why) => {
    await writeFile(join(folder, 'aclImdb_v1.tar.gz'), 'what was there');
    const error: unknown = await downloadImdb(folder, { archive: at(path), idleMilliseconds: 200 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code, message: expect.stringMatching(why) });
    expect((error as Error).message).toContain(`${origin}${path}`);
    expect((error as Error).message).toContain(sha256);
    expect(await readdir(folder)).toEqual(['aclImdb_v1.tar.gz']);
    expect(await readFile(join(folder, 'aclImdb_v1.tar.gz'), 'utf8')).toBe('what was there');
  });

  it('says that it is offline when nobody answers', async () => {
    const archive = { ...at('/whole'), url: 'http://127.0.0.1:9/' };
    await expect(downloadImdb(folder, { archive })).rejects.toMatchObject({
      code: 'network',
      message: expect.stringMatching(/ECONNREFUSED.*sha256sum/),
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says that the disk is full, before or while it writes, and leaves nothing behind', async () => {
    const huge = { ...at('/whole'), bytes: 1e18 };
    await expect(downloadImdb(folder, { archive: huge })).rejects.toMatchObject({ code: 'no-space' });
    disk.full = true;
    await expect(downloadImdb(folder, { archive: at('/whole') })).rejects.toMatchObject({ code: 'no-space' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not leave a folder that it made for nothing', async () => {
    const made = join(folder, 'new');
    await expect(downloadImdb(made, { archive: at('/short') })).rejects.toMatchObject({ code: 'network' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops when it is told to, and leaves nothing behind', async () => {
    const stop = new AbortController();
    const reason = new Error('Enough.');
    const options = { archive: at('/silent'), signal: stop.signal, onProgress: () => stop.abort(reason) };
    await expect(downloadImdb(folder, options)).rejects.toBe(reason);
    expect(await readdir(folder)).toEqual([]);
  });

  it('removes what a killed download left an hour ago, and nothing younger', async () => {
    const [old, young] = ['.aclImdb_v1.tar.gz.0a.part', '.aclImdb_v1.tar.gz.0b.part'];
    for (const name of [old, young]) await writeFile(join(folder, name), 'half');
    const before = Date.now() / 1000 - 4000;
    await utimes(join(folder, old), before, before);
    await downloadImdb(folder, { archive: at('/whole') });
    expect((await readdir(folder)).sort()).toEqual([young, 'aclImdb_v1.tar.gz'].sort());
  });

  it('knows the public archive', () => {
    expect(imdbArchive()).toMatchObject({ bytes: 84_125_825, sha256: expect.stringMatching(/^c40f74a1/) });
  });
});
