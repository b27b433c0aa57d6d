/**
 * The files that pages load. Where the front end was built, dist/web holds them under names with their hashes, and Vite's manifest
 * (https://vite.dev/guide/backend-integration) says which are the entry's. Elsewhere there are the style sheet
 * and icon of the page that works without, under one address that holds the hash of both. Either way a browser may keep them for good.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { isSystemError } from '../errors/index.js';
import { icon } from './page/icon.js';
import { style } from './page/style.js';

export interface Asset {
  readonly type: string;
  readonly content: Buffer;
  /** The same compressed, by the name of the encoding. */
  readonly encoded: ReadonlyMap<'br' | 'gzip', Buffer>;
}

export interface Assets {
  /** Address -> file; this and the others as seen from where the server begins: 'assets/main.js'. */
  readonly files: ReadonlyMap<string, Asset>;
  readonly icon: string;
  readonly stylesheets: readonly string[];
  /** The application, which takes the place of the page; undefined when nothing was built. */
  readonly script: string | undefined;
}

interface ManifestEntry {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;
const ENTRY = 'src/web/main.tsx';
/** Built beside this folder. */
const builtFolder = new URL('../web/', import.meta.url);

/** @param folder where the front end was built */
export async function loadAssets(folder: URL = builtFolder): Promise<Assets> {
  const manifest = await ifThere(readFile(new URL('.vite/manifest.json', folder), 'utf8'));
  if (manifest === undefined) return ownAssets();
  return builtAssets(folder, JSON.parse(manifest) as Readonly<Record<string, ManifestEntry>>);
}

async function builtAssets(folder: URL, manifest: Readonly<Record<string, ManifestEntry>>): Promise<Assets> {
  const entry = manifest[ENTRY];
  if (entry === undefined)
    throw new Error(`The manifest of the built front end has no ${ENTRY}. Build it again.`);
  const own = asset('icon.svg', Buffer.from(icon));
  const iconAddress = `assets/icon-${hashOf([['icon.svg', own]])}.svg`;
  const files = new Map([[iconAddress, own]]);
  const names = (await ifThere(readdir(new URL('assets/', folder), { recursive: true }))) ?? [];
  const present = new Set(names);
  for (const name of names.filter((name) => extname(name) in types)) {
    const read = (ending: string): Promise<Buffer> => readFile(new URL(`assets/${name}${ending}`, folder));
    const encoded = new Map<'br' | 'gzip', Buffer>();
    for (const [encoding, ending] of encodings) {
      if (present.has(name + ending)) encoded.set(encoding, await read(ending));
    }
    files.set(`assets/${name.replaceAll('\\', '/')}`, asset(name, await read(''), encoded));
  }
  return { files, icon: iconAddress, stylesheets: stylesOf(ENTRY, manifest, new Set()), script: entry.file };
}

/** Of an entry and of what it imports at once. */
function stylesOf(
  name: string,
  manifest: Readonly<Record<string, ManifestEntry>>,
  seen: Set<string>,
): string[] {
  const entry = manifest[name];
  if (entry === undefined || seen.has(name)) return [];
  seen.add(name);
  const imported = (entry.imports ?? []).flatMap((other) => stylesOf(other, manifest, seen));
  return [...new Set([...imported, ...(entry.css ?? [])])];
}

function ownAssets(): Assets {
  const files = new Map([
    ['style.css', asset('style.css', Buffer.from(style))],
    ['icon.svg', asset('icon.svg', Buffer.from(icon))],
  ]);
  const base = `assets/${hashOf([...files])}/`;
  return {
    files: new Map([...files].map(([name, file]) => [base + name, file])),
    icon: `${base}icon.svg`,
    stylesheets: [`${base}style.css`],
    script: undefined,
  };
}

function asset(name: string, content: Buffer, encoded: Asset['encoded'] = new Map()): Asset {
  return { type: types[extname(name)] ?? 'application/octet-stream', content, encoded };
}

function hashOf(files: readonly (readonly [name: string, file: Asset])[]): string {
  const hash = createHash('sha256');
  for (const [name, { content }] of files) hash.update(`${name} ${content.length} `).update(content);
  return hash.digest('hex').slice(0, 16);
}

async function ifThere<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    throw error;
  }
}
