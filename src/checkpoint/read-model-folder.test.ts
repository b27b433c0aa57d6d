import { promises as fs, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConfiguration } from './configuration.js';
import { readModelFolder } from './read-model-folder.js';
import { type ModelFiles, writeModelFolder } from './write-model-folder.js';

let parent = '';
let folder = '';
beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'reelsense-model-'));
  folder = join(parent, 'small');
  await writeModelFolder(folder, files);
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

const files: ModelFiles = {
  model: new Uint8Array([0x08, 0x0a, 0x3a, 0x00]), // ir_version 10, an empty graph
  variants: { fp16: new Uint8Array([0x3a, 0x00]) },
  tokenizer: { version: '1.0' },
  tokenizerConfiguration: { model_max_length: 400 },
  configuration: createConfiguration({
    architecture: { hiddenSize: 128 },
    labels: ['negative', 'positive'],
    maximumLength: 400,
    threshold: 0.5,
    temperature: 1,
    vocabularySize: 30_000,
  }),
  metrics: { accuracy: 0.9 },
  card: '# small\n',
};

const paths = [
  'onnx/model.onnx',
  'onnx/model_fp16.onnx',
  'tokenizer.json',
  'tokenizer_config.json',
  'config.json',
  'metrics.json',
  'README.md',
  'manifest.json',
];

describe('readModelFolder', () => {
  it('gives back what was written, under an identity of all files', async () => {
    const bundle = await readModelFolder(folder);
    expect(Buffer.from(bundle.model)).toEqual(Buffer.from(files.model));
    expect(bundle).toMatchObject({
      tokenizer: files.tokenizer,
      tokenizerConfiguration: files.tokenizerConfiguration,
      configuration: files.configuration,
      metrics: files.metrics,
      card: files.card,
      name: 'small',
    });
    const other = join(parent, 'other');
    await writeModelFolder(other, files);
    expect((await readModelFolder(other)).sha256).toBe(bundle.sha256);
    await writeModelFolder(other, { ...files, card: '# other\n' });
    expect((await readModelFolder(other)).sha256).not.toBe(bundle.sha256);
  });

  it('reads a variant when asked', async () => {
    expect((await readModelFolder(folder, { variant: 'fp16' })).model.length).toBe(2);
    await expect(readModelFolder(folder, { variant: 'q4' })).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });

  it.each(paths)('refuses a changed byte anywhere in %s, naming the file', async (path) => {
    const good = readFileSync(join(folder, path));
    const stride = Math.max(1, Math.floor(good.length / 40));
    for (let position = 0; position < good.length; position += stride) {
      const bytes = Buffer.from(good);
      bytes[position] = (bytes[position] ?? 0) ^ (1 << (position % 7));
      writeFileSync(join(folder, path), bytes);
      await expect(readModelFolder(folder), `byte ${position}`).rejects.toMatchObject({
        code: 'damaged-model',
      });
    }
    if (path !== 'manifest.json') await expect(readModelFolder(folder)).rejects.toThrow(path);
  });

  it.each(paths.filter((path) => path !== 'manifest.json'))('refuses a missing or cut %s', async (path) => {
    await fs.truncate(join(folder, path), 1);
    await expect(readModelFolder(folder)).rejects.toMatchObject({ code: 'damaged-model' });
    await fs.rm(join(folder, path));
    await expect(readModelFolder(folder)).rejects.toMatchObject({ code: 'damaged-model' });
  });

  it('refuses links, even to the right bytes', async () => {
    await fs.rename(join(folder, 'config.json'), join(parent, 'config.json'));
    await fs.symlink(join(parent, 'config.json'), join(folder, 'config.json'));
    await expect(readModelFolder(folder)).rejects.toThrow('it is a link');
    await fs.rename(join(parent, 'config.json'), join(folder, 'config.json'));
    await fs.rename(join(folder, 'onnx'), join(parent, 'onnx'));
    await fs.symlink(join(parent, 'onnx'), join(folder, 'onnx'));
    await expect(readModelFolder(folder)).rejects.toThrow('behind a link');
  });

  it('opens a folder that is itself reached by a link', async () => {
    await fs.symlink(folder, join(parent, 'current'));
    expect((await readModelFolder(join(parent, 'current'))).name).toBe('current');
  });

  it.each(['onnx/model.onnx_data', 'onnx/model_q4.onnx', 'generation_config.json'])(
    'refuses %s, which the manifest does not list',
    async (path) => {
      writeFileSync(join(folder, path), 'x');
      await expect(readModelFolder(folder)).rejects.toThrow(path);
    },
  );

  it('lets the training folder and a report stand beside the model', async () => {
    await fs.mkdir(join(folder, 'training'));
    writeFileSync(join(folder, 'report.html'), '<!doctype html>');
    expect((await readModelFolder(folder)).name).toBe('small');
  });

  it('refuses a model whose tensors lie in another file', async () => {
    // graph (7) { initializer (5) { data_location (14): EXTERNAL } }
    await writeModelFolder(folder, { ...files, model: new Uint8Array([0x3a, 4, 0x2a, 2, 0x70, 1]) });
    await expect(readModelFolder(folder)).rejects.toThrow('tensors in another file');
  });

  it('says of a missing folder, and of one without a model, what to give', async () => {
    await expect(readModelFolder(join(parent, 'none'))).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('does not exist'),
    });
    await expect(readModelFolder(parent)).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('not a model folder'),
    });
  });
});
