import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env, pipeline, type TextClassificationPipeline } from '@huggingface/transformers';
import { afterAll, describe, expect, it } from 'vitest';
import { writeModelFolder } from '../src/checkpoint/index.js';
import { loadModel, readModelFolder, Tokenizer, tokenize } from '../src/index.js';
import { type SmallModelOptions, smallModel } from '../src/prediction/small-model.test-support.js';
import { variedTexts } from './varied-texts.js';

const temporary = mkdtempSync(join(tmpdir(), 'reelsense-parity-'));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** A model with random weights, written to disk as training writes its own. */
async function writtenModel(name: string, options: SmallModelOptions): Promise<string> {
  const folder = join(temporary, name);
  const words = variedTexts(400, 1).flatMap(tokenize);
  await writeModelFolder(folder, smallModel({ words, ...options }));
  return folder;
}

/** The folder as @huggingface/transformers opens it, from the local disk. */
function openedByTransformers(folder: string): Promise<TextClassificationPipeline> {
  env.allowRemoteModels = false;
  return pipeline('text-classification', folder, { dtype: 'fp32', local_files_only: true });
}

const bundled = resolve(import.meta.dirname, '../models');
const bundledNames = existsSync(bundled)
  ? readdirSync(bundled).filter((name) => existsSync(join(bundled, name, 'manifest.json')))
  : [];

const models: { name: string; folder: () => Promise<string> }[] = [
  { name: 'a random model', folder: () => writtenModel('random', { maximumLength: 512 }) },
  { name: 'a random model that reads 24 tokens', folder: () => writtenModel('short', { maximumLength: 24 }) },
  {
    name: 'a random model with three labels',
    folder: () => writtenModel('three', { labels: ['bad', 'so-so', 'good'] }),
  },
  {
    name: 'a random model that computes in integers',
    folder: () => writtenModel('integers', { maximumLength: 512, hiddenSize: 128, storage: 'int8' }),
  },
  ...bundledNames.map((name) => ({ name: `models/${name}`, folder: async () => join(bundled, name) })),
];

describe.each(models)('$name in @huggingface/transformers, unchanged, over 1,000 varied texts', (model) => {
  const short = variedTexts(980, 5);
  const long = Array.from({ length: 20 }, (_, i) => short.slice(300 + 20 * i, 500 + 20 * i).join(' ')); // cut
  const texts = [...short, ...long];

  it('gives our tokens and our probabilities of every label', async () => {
    const folder = await model.folder();
    const theirs = await openedByTransformers(folder);
    const ours = await loadModel(folder);
    const { tokenizer, tokenizerConfiguration } = await readModelFolder(folder);
    const encoder = Tokenizer.fromJson(tokenizer, tokenizerConfiguration);

    const otherTokens = texts.filter((text) => {
      const { input_ids: ids } = theirs.tokenizer(text, { truncation: true, return_tensor: false });
      return JSON.stringify(ids) !== JSON.stringify([...encoder.encode(text).ids]);
    });
    expect(otherTokens).toEqual([]);

    const scored = await ours.score(texts);
    let furthest = 0;
    for (let start = 0; start < texts.length; start += 25) {
      const answers = await theirs(texts.slice(start, start + 25), { top_k: null });
      answers.forEach((answer, i) => {
        expect(answer.map(({ label }) => label).sort()).toEqual([...ours.labels].sort());
        for (const { label, score } of answer) {
          const own = scored[start + i]!.scores[ours.labels.indexOf(label)]!;
          furthest = Math.max(furthest, Math.abs(own - score)); // NaN stays NaN
        }
      });
    }
    expect(furthest).toBeLessThan(1e-5);
    expect(new Set(scored.map(({ scores }) => scores[0]!.toFixed(4))).size).toBeGreaterThan(300);
    expect(scored.slice(-long.length).every(({ truncated }) => truncated)).toBe(true);

    await ours.release();
    await theirs.dispose();
  }, 240_000);
});
