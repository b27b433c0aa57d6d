/** Files fetched once, with progress, their hashes checked, and kept in the browser's cache for the next visit. */

export interface Download {
  readonly address: string;
  readonly bytes: number;
  /** Checked when known. */
  readonly sha256?: string;
}

/**
 * One cache for each model: what belongs to another is dropped when a new one is stored.
 * @param path of this installation: others on the same host keep theirs
 */
export function cacheName(path: string, sha256: string): string {
  return `reelsense ${path} ${sha256.slice(0, 16)}`;
}

/** Bytes of those that are not kept yet. */
export async function bytesToFetch(name: string, downloads: readonly Download[]): Promise<number> {
  if (!(await caches.has(name))) return downloads.reduce((sum, { bytes }) => sum + bytes, 0);
  const cache = await caches.open(name);
  const missing = await Promise.all(
    downloads.map(async ({ address, bytes }) => ((await cache.match(address)) === undefined ? bytes : 0)),
  );
  return missing.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * The contents, in their order. A kept file that is not as it should be is fetched anew.
 * @throws Error that says which file could not be had, or is not the one that the model names
 */
export async function fetchAll(
  name: string,
  downloads: readonly Download[],
  onProgress: (loaded: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const total = downloads.reduce((sum, { bytes }) => sum + bytes, 0);
  const cache = await caches.open(name);
  let before = 0;
  const contents: Uint8Array<ArrayBuffer>[] = [];
  for (const download of downloads) {
    const content =
      (await kept(cache, download)) ??
      (await fetchOne(cache, download, (loaded) => onProgress(Math.min(total, before + loaded), total)));
    before += download.bytes;
    onProgress(before, total);
    contents.push(content);
  }
  await dropOthers(name);
  return contents;
}

async function kept(cache: Cache, download: Download): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const response = await cache.match(download.address);
  if (response === undefined) return undefined;
  const content = new Uint8Array(await response.arrayBuffer());
  if (await isWhole(content, download)) return content;
  await cache.delete(download.address);
  return undefined;
}

async function fetchOne(
  cache: Cache,
  download: Download,
  onProgress: (loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { address } = download;
  const response = await fetch(address).catch(() => undefined);
  if (response === undefined) throw notDownloaded(address, connectionLost);
  if (!response.ok || response.body === null) throw notDownloaded(address, `status ${response.status}`);
  const content = await readBody(response.body, onProgress).catch(() => {
    throw notDownloaded(address, connectionLost);
  });
  if (!(await isWhole(content, download))) {
    throw new Error(`${address} is not the file that the model names. Reload the page and switch on again.`);
  }
  await cache.put(address, new Response(content)).catch(() => undefined); // No room: fetched again next time.
  return content;
}

const connectionLost = 'the connection was lost';

function notDownloaded(address: string, why: string): Error {
  return new Error(`${address} could not be downloaded: ${why}. Check the connection and switch on again.`);
}

async function readBody(
  body: ReadableStream<Uint8Array>,
  onProgress: (loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(new Uint8Array(value));
    loaded += value.length;
    onProgress(loaded);
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

async function isWhole(content: Uint8Array<ArrayBuffer>, { bytes, sha256 }: Download): Promise<boolean> {
  if (content.length !== bytes) return false;
  if (sha256 === undefined) return true;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === sha256;
}

async function dropOthers(name: string): Promise<void> {
  const ours = name.slice(0, name.lastIndexOf(' ') + 1);
  const others = (await caches.keys()).filter((other) => other.startsWith(ours) && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
}
