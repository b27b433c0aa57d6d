import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cacheName, fetchAll } from './downloads.js';

const content = new TextEncoder().encode('weights');
const download = {
  address: 'https://films.example/model.onnx',
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
};

let stored: Map<string, Response>;
let names: string[];
beforeEach(() => {
  stored = new Map();
  names = [];
  const cache = {
    match: async (address: string) => stored.get(address)?.clone(),
    put: async (address: string, response: Response) => stored.set(address, response),
    delete: async (address: string) => stored.delete(address),
  };
  vi.stubGlobal('caches', {
    open: async () => cache,
    keys: async () => names,
    delete: async (name: string) => {
      names = names.filter((other) => other !== name);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const serve = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', vi.fn(answer));
const bodyOf = (pieces: readonly Uint8Array[], end: (controller: ReadableStreamDefaultController) => void) =>
  new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      end(controller);
    },
  });

const fetched = (onProgress: (loaded: number) => void = () => {}) =>
  fetchAll(cacheName('/tools/', download.sha256), [download], onProgress);

describe('fetchAll', () => {
  it('fetches what is not kept, once, and tells how far it is', async () => {
    const pieces = [content.slice(0, 3), content.slice(3)];
    serve(async () => new Response(bodyOf(pieces, (controller) => controller.close())));
    const progress: number[] = [];
    expect(await fetched((loaded) => progress.push(loaded))).toEqual([content]);
    expect(progress).toEqual([3, 7, 7]);
    expect(await fetched()).toEqual([content]);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('drops the model that was kept before, and none of another installation on the host', async () => {
    serve(async () => new Response(content));
    const others = [cacheName('/', 'abc'), cacheName('/tools/reelsense/', 'abc'), 'of something else'];
    const own = cacheName('/tools/', download.sha256);
    names = [...others, cacheName('/tools/', 'abc'), own];
    await fetched();
    expect(names).toEqual([...others, own]);
  });

  it.each<[string, () => Promise<Response>, RegExp]>([
    ['nothing answers', () => Promise.reject(new TypeError('Failed to fetch')), /the connection was lost/],
    ['the server refuses', async () => new Response('', { status: 503 }), /status 503/],
    [
      'the connection is lost on the way',
      async () =>
        new Response(
          bodyOf([content.slice(0, 3)], (controller) => controller.error(new TypeError('network error'))),
        ),
      /the connection was lost/,
    ],
    ['another file comes', async () => new Response('weighty'), /is not the file that the model names/],
  ])('says which file could not be had and what to do when %s', async (_, answer, why) => {
    serve(answer);
    const failure = await fetched().catch((error: Error) => error.message);
    expect(failure).toMatch(/^https:\/\/films\.example\/model\.onnx .*switch on again\.$/);
    expect(failure).toMatch(why);
    expect(stored.size).toBe(0);
  });
});
