import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { root } from './reelsense-command.js';

interface Entry {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}

const folder = join(root, 'dist', 'web');

/** Files that an entry brings with it. */
function filesOf(name: string, manifest: Readonly<Record<string, Entry>>): string[] {
  const { file, css = [], imports = [] } = manifest[name]!;
  return [file, ...css, ...imports.flatMap((other) => filesOf(other, manifest))];
}

describe('the built front end', () => {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Entry
  >;

  it.each(['analyse', 'many', 'model'])('first loads less than 150 kB compressed: %s', (page) => {
    const files = new Set([
      ...filesOf('src/web/main.tsx', manifest),
      ...filesOf(`src/web/${page}/index.tsx`, manifest),
    ]);
    const bytes = [...files].reduce(
      (sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length,
      0,
    );
    console.log(`first load of ${page}: ${(bytes / 1000).toFixed(1)} kB`);
    expect(bytes).toBeLessThan(150_000);
  });

  it('holds every file compressed as well', () => {
    for (const { file } of Object.values(manifest)) {
      expect(existsSync(join(folder, `${file}.br`))).toBe(true);
    }
  });
});
