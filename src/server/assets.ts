/**
 * The files that the pages load: style sheet and icon, and what Vite built of `web/`, under the hashed names that its manifest gives.
 * The former stand under an address that holds the hash of both, so that a browser may keep everything for good.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { isSystemError } from '../errors/index.js';
import { icon } from './page/icon.js';
import { style } from './page/style.js';

export interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

export interface Assets {
  /** '/assets/<hash>/' */
  readonly base: string;
  /** Address -> file. */
  readonly files: ReadonlyMap<string, Asset>;
  /** Address of the built front end's script; undefined when it is not built. */
  readonly script: string | undefined;
  /** Addresses of the style sheets that go with the script. */
  readonly styles: readonly string[];
}

/** Built beside this folder; when the sources are run as they are there is none, and the pages work without. */
const built = new URL('../web/', import.meta.url);

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

interface ManifestEntry {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
}

export async function loadAssets(): Promise<Assets> {
  const own = new Map<string, Asset>([
    ['style.css', { type: 'text/css; charset=utf-8', content: Buffer.from(style) }],
    ['icon.svg', { type: 'image/svg+xml', content: Buffer.from(icon) }],
  ]);
  const hash = createHash('sha256');
  for (const [name, { content }] of own) hash.update(`${name} ${content.length} `).update(content);
  const base = `/assets/${hash.digest('hex').slice(0, 16)}/`;
  const manifest = await readManifest();
  const main = manifest['src/web/main.tsx'];
  const paths = Object.values(manifest).flatMap(({ file, css = [], assets = [] }) => [
    file,
    ...css,
    ...assets,
  ]);
  const files = new Map([...own].map(([name, asset]) => [`${base}${name}`, asset]));
  for (const path of new Set(paths)) {
    const type = types[extname(path)] ?? 'application/octet-stream';
    files.set(`/${path}`, { type, content: await readFile(new URL(path, built)) });
  }
  return {
    base,
    files,
    script: main && `/${main.file}`,
    styles: (main?.css ?? []).map((path) => `/${path}`),
  };
}

async function readManifest(): Promise<Readonly<Record<string, ManifestEntry>>> {
  try {
    return JSON.parse(await readFile(new URL('.vite/manifest.json', built), 'utf8'));
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return {};
    throw error;
  }
}
