/** Kills a process that saves without pause, at random moments, and looks at what stands on the disk. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promises as fs, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CheckpointStore } from './checkpoint-store.js';
import { readModelFolder } from './read-model-folder.js';

const CHECKPOINT_KILLS = 20;
const MODEL_KILLS = 10;
const LONGEST_LIFE = 40; // milliseconds after the first word of the child
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
let work = '';

/** Compiles this folder for a process of its own, outside the test runner. */
beforeAll(() => {
  // inside the checkout, so that the compiled files find its packages
  work = mkdtempSync(join(root, 'node_modules', '.reelsense-kill-'));
  const settings = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { noEmit: false, rootDir: join(root, 'src'), outDir: join(work, 'out') },
    files: [join(root, 'src/checkpoint/index.ts')],
    include: [],
  };
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(settings));
  writeFileSync(join(work, 'package.json'), '{"type":"module"}');
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', work], {
    stdio: 'inherit',
  });
});
afterAll(() => {
  rmSync(work, { recursive: true });
});

/** Runs a script that imports the compiled module as `./out/checkpoint/index.js`. */
function start(name: string, script: string, folder: string): ChildProcess {
  const path = join(work, name);
  writeFileSync(path, script);
  return spawn(process.execPath, [path, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Kills the child some time after its first line; answers with its last whole line. */
async function killSoon(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The child has no output.');
  let last = '';
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    if (last === '') setTimeout(() => child.kill('SIGKILL'), Math.random() * LONGEST_LIFE);
    last = line;
  });
  await Promise.all([once(child, 'close'), once(lines, 'close')]);
  expect(child.signalCode).toBe('SIGKILL');
  return last;
}

describe('kill -9', () => {
  it('never costs more than the save under way', async () => {
    const script = `
      import { CheckpointStore } from './out/checkpoint/index.js';
      import { writeSync } from 'node:fs';
      const store = await CheckpointStore.open(process.argv[2]);
      const weights = new Float32Array(50_000);
      for (let step = (await store.loadNewest())?.header.step ?? 0; ; ) {
        step++;
        await store.save({ header: { step }, tensors: { weights: weights.fill(step) } });
        writeSync(1, step + '\\n');
      }`;
    const folder = mkdtempSync(join(tmpdir(), 'reelsense-kill-'));
    let before = 0;
    for (let kill = 0; kill < CHECKPOINT_KILLS; kill++) {
      const told = Number(await killSoon(start('save.js', script, folder)));
      expect(told).toBeGreaterThan(before);
      const store = await CheckpointStore.open(folder); // takes over the lock of the dead
      const loaded = await store.loadNewest();
      await store.close();
      const step = Number(loaded?.header.step);
      expect([told, told + 1]).toContain(step);
      expect(loaded?.rejected).toEqual([]);
      expect(loaded?.tensors.weights?.every((value) => value === step)).toBe(true);
      const names = (await fs.readdir(folder)).map((name) => name.slice(0, 11));
      expect(names.filter((name) => name !== 'checkpoint-')).toEqual([]);
      before = step;
    }
    await fs.rm(folder, { recursive: true });
  });

  it('leaves the old model or the new one, whole', async () => {
    const script = `
      import { createConfiguration, writeModelFolder } from './out/checkpoint/index.js';
      import { writeSync } from 'node:fs';
      const configuration = createConfiguration({ architecture: {}, labels: ['a', 'b'], maximumLength: 9,
        threshold: 0.5, temperature: 1, vocabularySize: 5 });
      for (let version = Number(process.argv[3] ?? 0); ; ) {
        version = Date.now();
        const card = version % 2 === 0 ? { card: 'even' } : {}; // the list of files changes, too
        await writeModelFolder(process.argv[2], { model: new Uint8Array([0x3a, 0]), tokenizer: { version },
          tokenizerConfiguration: { version }, configuration, metrics: { version }, ...card });
        writeSync(1, version + '\\n');
      }`;
    const folder = join(mkdtempSync(join(tmpdir(), 'reelsense-kill-')), 'model');
    for (let kill = 0; kill < MODEL_KILLS; kill++) {
      const told = Number(await killSoon(start('write.js', script, folder)));
      const bundle = await readModelFolder(folder);
      const { version } = bundle.tokenizer as { version: number };
      expect(version).toBeGreaterThanOrEqual(told);
      expect([bundle.tokenizerConfiguration, bundle.metrics]).toEqual([{ version }, { version }]);
      expect(bundle.card).toBe(version % 2 === 0 ? 'even' : undefined);
    }
    await fs.rm(dirname(folder), { recursive: true });
  });
});
