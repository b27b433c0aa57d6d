#!/usr/bin/env node
// The command `reelsense`: checks what it runs on, then hands over to the built program.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const program = new URL('../dist/cli/index.js', import.meta.url);

if (major < 20 || (major === 20 && minor < 20)) {
  fail(
    `Reelsense needs Node.js 20.20 or newer; this is ${process.versions.node}. Get one from https://nodejs.org.`,
  );
} else if (!existsSync(program)) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  fail(
    `Reelsense is not built yet. Run \`npm start\` (installs, builds and serves) or \`npm run build\` in ${root}.`,
  );
} else {
  const { main } = await import(program.href);
  await main();
}

function fail(message) {
  process.stderr.write(`reelsense: ${message}\n`);
  process.exitCode = 78;
}
