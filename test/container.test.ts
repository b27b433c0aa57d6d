/** No engine builds images here: the same steps in a folder, run as the image would be. */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const file = readFileSync(join(root, 'Dockerfile'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'reelsense-container-'));
const app = join(folder, 'app');
let server: ChildProcess | undefined;

beforeAll(() => {
  chmodSync(folder, 0o755); // for a user without rights
  execFileSync(process.execPath, [join(root, 'scripts/container-files.mjs'), app]);
  execFileSync('chmod', ['-R', 'a-w', app]); // `docker run --read-only`
});
afterAll(async () => {
  if (server?.exitCode === null) {
    server.kill('SIGKILL');
    await new Promise((resolve) => server?.once('exit', resolve));
  }
  if (existsSync(app)) execFileSync('chmod', ['-R', 'u+w', app]);
  rmSync(folder, { recursive: true, force: true });
});

/** The words of an instruction in its exec form. */
function wordsOf(instruction: string): string[] {
  const found = new RegExp(`^${instruction}\\b[^[]*(\\[.*\\])$`, 'm').exec(file)?.[1] ?? 'nothing';
  return JSON.parse(found) as string[];
}

describe.skipIf(process.platform !== 'linux')('the image', () => {
  it('holds what Linux on this processor needs, and no more', () => {
    const names = readdirSync(app, { recursive: true, encoding: 'utf8' });
    const bytes = names.reduce((sum, name) => sum + statSync(join(app, name)).size, 0);
    expect(bytes).toBeLessThan(95e6);
    expect(names.filter((name) => /\.(dll|dylib|bare|map)$|\.ts$/.test(name))).toEqual([]);
    const other = process.arch === 'x64' ? 'arm64' : 'x64';
    const foreign = new RegExp(`(^|[/-])(win32|darwin|android|ios|cuda|${other})(-\\w+)?$`);
    expect(names.filter((name) => foreign.test(name))).toEqual([]);
    expect(names.filter((name) => name.endsWith('.node'))).toEqual([
      expect.stringMatching(`linux/${process.arch}/onnxruntime_binding\\.node$`),
    ]);
  });

  it('holds no package that only development or an installation needs', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
    };
    const present = Object.keys(packages).filter((path) => path !== '' && existsSync(join(app, path)));
    expect(present).toContain('node_modules/fastify');
    expect(present.filter((path) => packages[path]!.dev || packages[path]!.devOptional)).toEqual([]);
    for (const name of ['adm-zip', 'global-agent']) expect(present).not.toContain(`node_modules/${name}`);
  });

  it('runs without rights in a folder that it cannot write to, is healthy by its own check, and stops when it is told to', async () => {
    expect(file).toMatch(/^USER node$/m);
    const [program, ...words] = wordsOf('ENTRYPOINT');
    const env = { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', NODE_ENV: 'production' };
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const started = spawn(program!, words, { cwd: app, env, ...nobody });
    server = started;
    const url = await new Promise<string>((resolve, reject) => {
      let text = '';
      const read = (chunk: Buffer): void => {
        text += chunk.toString();
        const found = /http:\/\/[\d.:]+/.exec(text)?.[0];
        if (found !== undefined) resolve(found);
      };
      started.stdout.on('data', read);
      started.stderr.on('data', read);
      started.once('exit', () => reject(new Error(text)));
    });
    const [check, ...arguments_] = wordsOf('HEALTHCHECK');
    const healthy = promisify(execFile)(check!, arguments_, { env: { ...env, PORT: new URL(url).port } });
    await expect(healthy).resolves.toBeDefined();
    await expect(promisify(execFile)(check!, arguments_, { env: { ...env, PORT: '1' } })).rejects.toThrow();
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/v1/predict`, {
      method: 'POST',
      headers,
      body: '{"text": "A lovely film."}',
    });
    expect(await answer.json()).toMatchObject({ predictions: [{ label: 'positive' }] });
    const ended = new Promise((resolve) => started.once('exit', resolve));
    started.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
