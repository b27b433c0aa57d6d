/** Refuses an old Node.js in one sentence. Runs before anything is installed. */
import { readFileSync } from 'node:fs';

const packageJson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** Ends the process with exit code 1 when Node.js is older than package.json's `engines.node` (">=20.20"). */
export function requireNode() {
  const needed = packageJson.engines.node.replace('>=', '');
  if (isAtLeast(process.versions.node, needed)) return;
  console.error(
    `Reelsense needs Node.js ${needed} or newer; this is ${process.versions.node}. Install a newer one: https://nodejs.org`,
  );
  process.exit(1);
}

function isAtLeast(version, needed) {
  const [major, minor] = version.split('.').map(Number);
  const [neededMajor, neededMinor] = needed.split('.').map(Number);
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}
