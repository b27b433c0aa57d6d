import { promises as fs, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConfiguration } from './configuration.js';
import { readModelFolder } from './read-model-folder.js';
import { checkModelTarget, type ModelFiles, writeModelFolder } from './write-model-folder.js';

let parent = '';
let folder = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'reelsense-model-'));
  folder = join(parent, 'model');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(parent, { recursive: true });
});

const configuration = createConfiguration({
  architecture: {},
  labels: ['negative', 'positive'],
  maximumLength: 400,
  threshold: 0.5,
  temperature: 1,
  vocabularySize: 5,
});

function model(version: number): ModelFiles {
  const extra = version % 2 === 1 ? { card: '# first\n' } : { variants: { fp16: new Uint8Array([0x3a, 0]) } };
  return {
    model: new Uint8Array([0x08, version, 0x3a, 0]),
    tokenizer: { version },
    tokenizerConfiguration: {},
    configuration,
    ...extra,
  };
}

async function versionThere(): Promise<unknown> {
  return (await readModelFolder(folder)).tokenizer;
}

describe('writeModelFolder', () => {
  it('replaces a model file by file, and removes those that the new one lacks', async () => {
    await writeModelFolder(folder, model(1));
    await writeModelFolder(folder, model(2));
    expect(await versionThere()).toEqual({ version: 2 });
    expect((await fs.readdir(folder)).sort()).toEqual([
      'config.json',
      'manifest.json',
      'onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    expect((await fs.readdir(join(folder, 'onnx'))).sort()).toEqual(['model.onnx', 'model_fp16.onnx']);
  });

  it('lists the size and hash of every file, keys sorted', async () => {
    await writeModelFolder(folder, model(1));
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({ formatVersion: 1, files: { 'onnx/model.onnx': { bytes: 4 } } });
    expect(Object.keys((manifest as { files: object }).files)).toEqual([
      'README.md',
      'config.json',
      'onnx/model.onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
  });

  it('leaves a whole model wherever it stops, and the next write goes on from there', async () => {
    const rename = fs.rename;
    for (let stopAt = 0, completed = false; !completed; stopAt++) {
      await fs.rm(folder, { recursive: true, force: true });
      await writeModelFolder(folder, model(1));
      let count = 0;
      vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
        if (String(from).includes('.lock') || String(to).includes('.lock')) return rename(from, to);
        if (count++ === stopAt) throw new Error('stopped');
        return rename(from, to);
      });
      const stopped = await writeModelFolder(folder, model(2)).then(
        () => false,
        () => true,
      );
      vi.restoreAllMocks();
      completed = !stopped;
      expect(await versionThere(), `rename ${stopAt}`).toEqual({ version: stopAt === 0 ? 1 : 2 });
      await writeModelFolder(folder, model(1));
      expect(await versionThere()).toEqual({ version: 1 });
      expect((await fs.readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
      if (completed) expect(stopAt).toBeGreaterThan(5);
    }
  });

  it('finishes the first model of a folder, too, when it was stopped half-way', async () => {
    const rename = fs.rename;
    vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
      if (String(from).includes('tokenizer')) throw new Error('stopped');
      return rename(from, to);
    });
    await expect(writeModelFolder(folder, model(1))).rejects.toThrow('stopped');
    vi.restoreAllMocks();
    expect(await versionThere()).toEqual({ version: 1 });
    await writeModelFolder(folder, model(2));
    expect(await versionThere()).toEqual({ version: 2 });
  });

  it.runIf(process.platform === 'linux')('leaves nothing of a new model when the disk is full', async () => {
    const open = fs.open;
    const fill = () =>
      vi
        .spyOn(fs, 'open')
        .mockImplementation((...args) =>
          String(args[0]).endsWith('tokenizer.json') && args[1] === 'wx'
            ? open('/dev/full', 'w')
            : open(...args),
        );
    fill();
    await expect(writeModelFolder(folder, model(1))).rejects.toMatchObject({ code: 'no-space' });
    expect(await fs.readdir(parent)).toEqual([]);
    vi.restoreAllMocks();
    await writeModelFolder(folder, model(1));
    const names = await fs.readdir(folder);
    fill();
    await expect(writeModelFolder(folder, model(2))).rejects.toMatchObject({ code: 'no-space' });
    vi.restoreAllMocks();
    expect(await fs.readdir(folder)).toEqual(names);
    expect(await versionThere()).toEqual({ version: 1 });
  });

  it('writes beside a training folder and a report, and leaves them alone', async () => {
    await fs.mkdir(join(folder, 'training'), { recursive: true });
    writeFileSync(join(folder, 'training', 'run.jsonl'), '{}\n');
    writeFileSync(join(folder, 'report.html'), 'report');
    await writeModelFolder(folder, model(1));
    await writeModelFolder(folder, model(2));
    expect(readFileSync(join(folder, 'training', 'run.jsonl'), 'utf8')).toBe('{}\n');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe('report');
  });

  it.each(['thesis.txt', 'README.md', 'onnx/model.onnx', 'manifest.json'])(
    'refuses a folder that holds %s of others, and touches nothing',
    async (path) => {
      await fs.mkdir(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), 'precious');
      await expect(checkModelTarget(folder)).rejects.toMatchObject({ code: 'invalid-option' });
      await expect(writeModelFolder(folder, model(1))).rejects.toThrow(path.split('/')[0]);
      expect(readFileSync(join(folder, path), 'utf8')).toBe('precious');
    },
  );

  it('refuses to replace a file that the model there does not list', async () => {
    await writeModelFolder(folder, model(2));
    writeFileSync(join(folder, 'README.md'), 'my own');
    await expect(writeModelFolder(folder, model(1))).rejects.toThrow('README.md');
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('my own');
  });

  it('refuses a path that is a file, and accepts a missing or an empty one', async () => {
    writeFileSync(folder, '');
    await expect(checkModelTarget(folder)).rejects.toMatchObject({ code: 'invalid-option' });
    await fs.rm(folder);
    await checkModelTarget(folder);
    await fs.mkdir(folder);
    await checkModelTarget(folder);
  });

  it('gives a reader a whole model at every moment of many replacements', async () => {
    await writeModelFolder(folder, model(1));
    let writing = true;
    const writer = (async () => {
      for (let round = 0; round < 15; round++) await writeModelFolder(folder, model(2 + round));
      writing = false;
    })();
    let reads = 0;
    while (writing) {
      const bundle = await readModelFolder(folder);
      expect(bundle.tokenizer).toEqual({ version: bundle.model[1] });
      reads++;
    }
    await writer;
    expect(reads).toBeGreaterThan(0);
  });
});
