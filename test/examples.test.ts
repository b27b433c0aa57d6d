import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'reelsense-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(example: string, ...parameters: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, 'examples', example), ...parameters],
    { cwd: folder }, // they need not be started in the root of the repository
  );
  return stdout;
}

const bundled = existsSync(join(root, 'models', 'imdb-lstm', 'manifest.json'));

/** Every example, what it is given, and what it has to print. */
const examples: Record<string, { parameters: string[]; expected: RegExp; needsModel?: boolean }> = {
  'predict.mjs': {
    parameters: ['An awful, awful film.'],
    expected: /% negative .* An awful/,
    needsModel: true,
  },
  'train-on-your-csv.mjs': {
    parameters: [],
    expected: /Accuracy\s+[6-9]\d\.\d\d %/,
  },
  'topics.mjs': { parameters: [join(folder, 'topics')], expected: /^product .*\nbilling .*\ndelivery / },
};

describe('the examples', () => {
  it('are all run here', () => {
    expect(
      readdirSync(join(root, 'examples'))
        .filter((name) => name.endsWith('.mjs'))
        .sort(),
    ).toEqual(Object.keys(examples).sort());
  });

  for (const [example, { parameters, expected, needsModel }] of Object.entries(examples)) {
    it.skipIf(needsModel === true && !bundled)(`${example} runs and prints what it promises`, async () => {
      expect(await run(example, ...parameters)).toMatch(expected);
    });
  }
});
