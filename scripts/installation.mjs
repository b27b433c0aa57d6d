/** Installs the packages of package-lock.json where they are missing or others than it names. Needs no package itself. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.mjs';

const root = new URL('../', import.meta.url);

const installOptions = [
  '--include=dev', // Also under NODE_ENV=production: the compiler is one of them.
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retries=3', // Without a network this ends in seconds; npm's own waits are above a minute.
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

/**
 * Runs `npm ci` unless everything is there. No package needs its install script, so none is run.
 * Ends the process with exit code 1 when npm fails.
 */
export function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages (once; about 650 MB on disk) ...');
  const began = performance.now();
  const { status, output } = npm(['ci', ...installOptions], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) {
    console.error(output.trim().replace(/^npm error +at .*\n/gm, ''));
    console.error(
      'The packages could not be installed. This needs the npm registry and about 1 GB of free disk: check the network ' +
        '(and a proxy in `npm config get proxy`), then run the same command again.',
    );
    process.exit(1);
  }
  console.log(`Installed in ${Math.round((performance.now() - began) / 1000)} s.`);
}

/** True when every package that the lock file names lies in node_modules in that version (optional ones may be left out). */
function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const present = readPackages('node_modules/.package-lock.json'); // npm's own record of what it put there
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === '' || optional || devOptional || present[path]?.version === version,
  );
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(new URL(path, root), 'utf8')).packages;
  } catch {
    return {}; // Missing or cut short: npm ci finds out.
  }
}
