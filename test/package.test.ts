/** The package as its users get it: packed, installed in an empty folder, run and imported there. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const hasModel = existsSync(join(root, 'models', 'imdb-lstm', 'manifest.json'));
const folder = mkdtempSync(join(tmpdir(), 'reelsense-package-'));

const minutes = 60_000;
const noRegistry = 'the npm registry cannot be reached';
const networkErrors = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\b/;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** As a user's shell would run it: without what the npm that runs the tests says about this project. */
function run(program: string, parameters: readonly string[], cwd = folder): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle)_|npm_config_(local_prefix|onnxruntime|loglevel)|INIT_CWD)/.test(name),
  );
  const env = { ...Object.fromEntries(inherited), ONNXRUNTIME_NODE_INSTALL: 'skip', NO_COLOR: '1' };
  const shell = process.platform === 'win32';
  return new Promise((settle) => {
    const child = execFile(program, parameters, { cwd, env, shell }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      settle({ code, stdout, stderr });
    });
    child.stdin?.end();
  });
}

let files: string[] = [];
let installation: Outcome = { code: 1, stdout: '', stderr: '' };
let reachable = true;

beforeAll(async () => {
  const packed = await run('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', folder], root);
  expect(packed.code, packed.stderr).toBe(0);
  const json = packed.stdout.slice(packed.stdout.search(/^[[{]/m)); // Before it stands what the build said.
  const answer = JSON.parse(json) as Record<string, { filename: string; files: { path: string }[] }>;
  const [description] = Object.values(answer); // A list, and from npm 12 on an object by name.
  files = description!.files.map(({ path }) => path);

  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--fetch-retries=0', '--loglevel=warn'];
  installation = await run('npm', ['install', ...options, join(folder, description!.filename)]);
  reachable = installation.code === 0 || !networkErrors.test(installation.stderr);
}, 8 * minutes);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds what runs, and no tests or sources', () => {
    for (const needed of ['dist/index.js', 'dist/index.d.ts', 'bin/reelsense.js', 'LICENSE', 'README.md']) {
      expect(files).toContain(needed);
    }
    expect(files).toContain('data/sample-reviews.csv');
    const folders = new Set(files.map((path) => (path.includes('/') ? path.split('/')[0] : '')));
    expect(
      [...folders].filter(
        (name) => !['', 'dist', 'bin', 'models', 'data', 'docs', 'examples'].includes(name!),
      ),
    ).toEqual([]);
    expect(files.filter((path) => /\.test|test-support|\.map$|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  it('installs in an empty folder, on every Node.js that it supports', ({ skip }) => {
    skip(!reachable, noRegistry);
    expect(installation.code, installation.stderr).toBe(0);
    expect(installation.stderr).not.toContain('EBADENGINE');
  });

  it('runs as reelsense', async ({ skip }) => {
    skip(!reachable, noRegistry);
    expect(await run('npx', ['--no-install', 'reelsense', '--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(version),
    });
    const help = await run('npx', ['--no-install', 'reelsense', 'predict', '--help']);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('--json') });
  });

  it('predicts with the model that it carries', async ({ skip }) => {
    skip(!reachable, noRegistry);
    skip(!hasModel, 'models/imdb-lstm is not there');
    const review = 'A wonderful, moving film. I loved every minute of it.';
    const { code, stdout, stderr } = await run('npx', [
      '--no-install',
      'reelsense',
      'predict',
      review,
      '--json',
    ]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ label: 'positive', truncated: false });
  });

  it('can be imported', async ({ skip }) => {
    skip(!reachable, noRegistry);
    const program = `import { loadModel } from 'reelsense'; console.log(typeof loadModel);`;
    const outcome = await run(process.execPath, ['--input-type=module', '--eval', program]);
    expect(outcome).toMatchObject({ code: 0, stdout: 'function\n' });
  });

  it('brings its types', async ({ skip }) => {
    skip(!reachable, noRegistry);
    const program = `
      import * as all from 'reelsense';
      import { loadModel, type Prediction } from 'reelsense';
      const prediction: Prediction = await (await loadModel()).predict('Good.');
      const probability: number = prediction.probability;
      // @ts-expect-error A label is a string: the types are there, and they are not \`any\`.
      const label: number = prediction.label;
      console.log(probability, label);
      // All types of what the package exports can be named, in the declarations of another one too.
      export const everything = { ...all };
      export const serve = () => all.startServer({ model: 'imdb-tiny' });
    `;
    writeFileSync(join(folder, 'user.ts'), program);
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
    const options = [
      '--noEmit',
      '--declaration',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2023',
      '--skipLibCheck',
    ];
    const outcome = await run(process.execPath, [compiler, ...options, ...types, 'user.ts']);
    expect(outcome, outcome.stdout).toMatchObject({ code: 0 });
  });
});
