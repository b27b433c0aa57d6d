/** Compiles src/ into dist/, src/web into dist/web, when dist/ is missing or made from other sources. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const cache = join(root, '.cache');
const output = join(root, 'dist');
const stamp = join(cache, 'dist.sha256');

/** Ends the process with exit code 1 when the sources do not compile; what was in dist/ then stays. */
export function ensureCompiled() {
  if (compile()) return;
  console.error('The sources do not compile (see above).');
  process.exit(1);
}

/** Before tests, some of which run what is in dist/ (of vitest: `globalSetup`). */
export function setup() {
  if (!compile()) throw new Error('The sources do not compile (see above).');
}

/** Whether dist/ is now made of the sources. */
function compile() {
  const hash = hashOfSources();
  if (existsSync(join(output, 'index.js')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
    return true;
  }
  console.log('Building ...');
  const began = performance.now();
  mkdirSync(cache, { recursive: true });
  const fresh = join(cache, `dist-${process.pid}`);
  const old = join(cache, `dist-old-${process.pid}`);
  const compiled =
    runNode('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', fresh, '--noEmitOnError']) &&
    runNode('vite/bin/vite.js', ['build', '--outDir', join(fresh, 'web')]);
  if (!compiled) {
    rmSync(fresh, { recursive: true, force: true });
    return false;
  }
  // Renamed, not overwritten: a file whose source is gone goes too, and a running server keeps what it has opened.
  rmSync(stamp, { force: true });
  if (existsSync(output)) renameSync(output, old);
  renameSync(fresh, output);
  rmSync(old, { recursive: true, force: true });
  writeFileSync(stamp, hash);
  console.log(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  return true;
}

function runNode(program, parameters) {
  const path = join(root, 'node_modules', program);
  // Tests run with another NODE_ENV, for which vite would build the page with its checks for developers inside.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { status } = spawnSync(process.execPath, [path, ...parameters], { cwd: root, stdio: 'inherit', env });
  return status === 0;
}

/** SHA-256 of everything that decides what dist/ holds: contents, not times, so that a checkout builds once. */
function hashOfSources() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test(-support)?\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const settings = [
    'tsconfig.json',
    'tsconfig.build.json',
    'vite.config.ts',
    'package.json',
    'package-lock.json',
  ];
  const hash = createHash('sha256');
  for (const file of [...sources, ...settings.map((name) => join(root, name))].sort()) {
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}
