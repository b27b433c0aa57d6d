/**
 * The files that the page loads: style sheet, icon, and the built scripts of `web/`. All stand under one address that holds the
 * hash of them all, so that a browser may keep them for good and a script's own imports need no hash.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
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
  readonly files: ReadonlyMap<string, Asset>;
}

/** Built beside this folder; when the sources are run as they are there are no scripts, and the page works without. */
const scriptFolder = new URL('../web/', import.meta.url);

export async function loadAssets(): Promise<Assets> {
  const files = new Map<string, Asset>([
    ['style.css', { type: 'text/css; charset=utf-8', content: Buffer.from(style) }],
    ['icon.svg', { type: 'image/svg+xml', content: Buffer.from(icon) }],
  ]);
  for (const name of await scriptNames()) {
    const content = await readFile(new URL(name, scriptFolder));
    files.set(name, { type: 'text/javascript; charset=utf-8', content });
  }
  const hash = createHash('sha256');
  for (const [name, { content }] of files) hash.update(`${name} ${content.length} `).update(content);
  return { base: `/assets/${hash.digest('hex').slice(0, 16)}/`, files };
}

async function scriptNames(): Promise<string[]> {
  try {
    return (await readdir(scriptFolder)).filter((name) => name.endsWith('.js')).sort();
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return [];
    throw error;
  }
}
