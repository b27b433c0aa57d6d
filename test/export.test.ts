/** `reelsense export` on a model of the sample reviews: what is measured where, and who can open what it writes. */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, pipeline, type TextClassificationPipeline } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../src/index.js';
import { reelsense, sample, tiny } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-export-'));
const model = join(folder, 'model');
const textsOnly = join(folder, 'texts.csv');
const withTest = join(folder, 'with-test.csv');

beforeAll(async () => {
  writeFileSync(textsOnly, 'text,label\na good film,positive\na bad film,negative\n');
  writeFileSync(
    withTest,
    'text,label,split\na good film,positive,train\na bad film,negative,train\na fine film,positive,test\n',
  );
  const words = ['train', '--data', sample, '--out', model, '--storage', 'float32', ...tiny];
  expect((await reelsense(...words)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const exported = (...words: string[]) => reelsense('export', '--model', model, ...words);

describe('reelsense export', () => {
  it('measures on the development part of the data that the model was trained on', async () => {
    const out = join(folder, 'int8');
    const outcome = await exported('--out', out, '--data', sample, '--quantize', 'int8');
    expect(outcome.code, outcome.stderr).toBe(0);
    expect(outcome.stdout).toMatch(/On the development part of sample-reviews, 83 reviews:\n.*points lost/);
    expect(outcome.stdout).toMatch(/^ {2}int8 +\d+\.\d\d % +[+-]?\d+\.\d\d +0\.\d{4} +[+-]?0\.\d{4} +\d+$/m);
    const metrics = JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8'));
    expect(metrics.storage).toMatchObject({
      weights: 'int8',
      modelBytes: statSync(join(out, 'onnx', 'model.onnx')).size,
    });
    expect(metrics.export.measured).toMatchObject({ part: 'development', count: 83 });
    expect(metrics.export.measured.before.logLoss).toBeCloseTo(metrics.development.logLoss, 4);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('stored again as int8');
    const developmentRow = async (folder: string) =>
      (await reelsense('model', folder)).stdout.match(/^Development .*$/m)?.[0];
    expect(await developmentRow(model)).toMatch(/83 reviews\)$/);
    expect(await developmentRow(out)).toMatch(/83 reviews\), of model$/);
    expect((await reelsense('evaluate', '--model', out, '--data', sample, '--record')).code).toBe(0);
    expect(JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')).export).toEqual(metrics.export);
  });

  it('measures on a test part only when it is named', async () => {
    const json = async (...words: string[]) => {
      const out = join(folder, `part-${words.join('-').replaceAll('/', '')}`);
      return JSON.parse((await exported('--out', out, '--json', ...words)).stdout).measured;
    };
    expect(await json('--data', textsOnly)).toMatchObject({ part: 'all', count: 2 });
    expect(await json('--data', sample, '--part', 'test')).toMatchObject({ part: 'test', count: 138 });
    expect(await json()).toBeNull();
    const refused = await exported('--out', join(folder, 'refused'), '--data', withTest);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--part test or --part all') });
  });

  it("keeps the figures of the original as the original's", async () => {
    const [measured, out] = [join(folder, 'measured'), join(folder, 'of-measured')];
    cpSync(model, measured, { recursive: true });
    expect((await reelsense('evaluate', '--model', measured, '--data', sample, '--record')).code).toBe(0);
    expect((await reelsense('export', '--model', measured, '--out', out)).code).toBe(0);
    const measuredRow = async (of: string) =>
      (await reelsense('model', of)).stdout.match(/^Measured .*$/m)?.[0];
    expect(await measuredRow(measured)).toMatch(/on the test part of sample-reviews$/);
    expect(await measuredRow(out)).toMatch(/on the test part of sample-reviews, of measured$/);
  });

  it('tells of data that has changed since the model was trained on it', async () => {
    const changed = join(folder, 'sample-reviews.csv');
    writeFileSync(changed, `${readFileSync(sample, 'utf8').trim()}\nsample-new,A new film.,positive,train\n`);
    const words = ['--out', join(folder, 'changed'), '--data', changed, '--part', 'test'];
    const { code, stderr } = await exported(...words);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('sample-reviews has changed since model was trained on it');
  });

  it('refuses its own folder, and a part without data', async () => {
    expect(await exported('--out', model)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("model's own folder"),
    });
    expect((await exported('--out', join(folder, 'x'), '--part', 'test')).stderr).toContain('without --data');
    expect((await exported()).stderr).toContain('--out is missing');
  });

  it('writes variants that @huggingface/transformers opens by their dtype', async () => {
    const out = join(folder, 'variants');
    expect((await exported('--out', out, '--variants')).code).toBe(0);
    const sizes = ['', '_fp16', '_quantized'].map(
      (name) => statSync(join(out, 'onnx', `model${name}.onnx`)).size,
    );
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
    env.allowRemoteModels = false;
    const text = 'A patient, tender film that I did not like.';
    for (const [dtype, variant] of [
      ['fp32', undefined],
      ['fp16', 'fp16'],
      ['q8', 'quantized'],
    ] as const) {
      const theirs: TextClassificationPipeline = await pipeline('text-classification', out, {
        dtype,
        local_files_only: true,
      });
      const ours = await loadModel(out, { variant });
      const { scores } = await ours.predict(text);
      for (const { label, score } of await theirs(text, { top_k: 2 }))
        expect(score).toBeCloseTo(scores[label]!, 5);
      await ours.release();
      await theirs.dispose();
    }
  });
});
