/**
 * `npm test`: installs and builds what is missing, then formatter and linter, types, and all tests.
 * With arguments (`npm test -- src/text`) only the tests that they name to vitest.
 * The last line is always `N passed, N failed, N skipped`; the exit code is 0 only when every check and test is fine.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import './build.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const selection = process.argv.slice(2);

const failedChecks = [];
if (selection.length === 0) {
  check('Formatter and linter', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings']);
  check('Types', 'typescript/bin/tsc', ['-p', 'tsconfig.json']);
}
const { status, counts } = runTests();

for (const reason of counts.reasons) console.log(`skipped: ${reason}`);
for (const test of counts.secondTries) console.log(`passed at the second try: ${test}`);
if (failedChecks.length > 0) console.log(`failed checks: ${failedChecks.join(', ')}`);
if (counts.passed + counts.failed === 0) console.log('no test ran');
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
const fine = status === 0 && failedChecks.length === 0 && counts.failed === 0 && counts.passed > 0;
process.exitCode = fine ? 0 : 1;

function check(title, program, parameters) {
  console.log(`${title} ...`);
  if (runNode([join('node_modules', program), ...parameters]) !== 0) failedChecks.push(title.toLowerCase());
}

function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'reelsense-test-'));
  const file = join(folder, 'counts.json');
  try {
    const status = runNode(
      [
        join('node_modules', 'vitest', 'vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=./scripts/count-tests.mjs',
        ...selection,
      ],
      { REELSENSE_TEST_COUNTS: file },
    );
    return { status, counts: readCounts(file) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without the file vitest itself broke down: that is one failure. */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0, reasons: [], secondTries: [] };
  }
}

function runNode(parameters, environment = {}) {
  const { status } = spawnSync(process.execPath, parameters, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  });
  return status ?? 1;
}
