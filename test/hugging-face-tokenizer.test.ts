import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AutoTokenizer, env, type PreTrainedTokenizer } from '@huggingface/transformers';
import { afterAll, describe, expect, it } from 'vitest';
import { Tokenizer, tokenize, tokenizeWithOffsets, VocabularyBuilder } from '../src/text/index.js';
import { variedTexts } from './varied-texts.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-tokenizer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Our tokenizer with a vocabulary of `texts` and the one that transformers.js loads from its two files. */
async function pairFor(
  texts: readonly string[],
  options: { maximumSize: number; maximumLength: number },
): Promise<{ ours: Tokenizer; theirs: PreTrainedTokenizer }> {
  const builder = new VocabularyBuilder();
  for (const text of texts) builder.add(tokenize(text));
  const vocabulary = builder.build({ maximumSize: options.maximumSize, minimumCount: 1 });
  const ours = new Tokenizer(vocabulary, { maximumLength: options.maximumLength });
  const { tokenizer, configuration } = ours.toJson();
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(configuration));
  env.allowRemoteModels = false;
  const theirs = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
  return { ours, theirs };
}

/** The texts whose ids differ. */
function differing(texts: readonly string[], ours: Tokenizer, theirs: PreTrainedTokenizer): string[] {
  return texts.filter((text) => {
    const { input_ids: ids } = theirs(text, { truncation: true, return_tensor: false });
    return JSON.stringify(ids) !== JSON.stringify([...ours.encode(text).ids]);
  });
}

describe('tokenizer.json in @huggingface/transformers', () => {
  const texts = variedTexts(3_000, 1);

  it('gives our ids for 3,000 varied and hostile texts', async () => {
    const { ours, theirs } = await pairFor(texts, { maximumSize: 1 << 20, maximumLength: 1 << 20 });
    expect(differing(texts, ours, theirs)).toEqual([]);
  });

  it('gives our ids with a small vocabulary and cut at 24 tokens', async () => {
    const { ours, theirs } = await pairFor(texts, { maximumSize: 300, maximumLength: 24 });
    expect(differing(texts, ours, theirs)).toEqual([]);
    expect(texts.filter((text) => ours.encode(text).truncated).length).toBeGreaterThan(500);
  });

  it('knows our special tokens by their ids', async () => {
    const { theirs } = await pairFor(texts, { maximumSize: 300, maximumLength: 24 });
    const ids = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map((token) => theirs.convert_tokens_to_ids(token));
    expect(ids).toEqual([0, 1, 2, 3]);
    expect(theirs.model_max_length).toBe(24);
  });
});

describe('tokens with offsets', () => {
  it('are the tokens without, in order, each with a place inside the text, for 3,000 varied texts', () => {
    const wrong = variedTexts(3_000, 2).filter((text) => {
      const spans = tokenizeWithOffsets(text);
      const placed = spans.every(
        ({ start, end }, i) => start >= (spans[i - 1]?.start ?? 0) && end > start && end <= text.length,
      );
      return !placed || JSON.stringify(spans.map(({ token }) => token)) !== JSON.stringify(tokenize(text));
    });
    expect(wrong).toEqual([]);
  });
});

const archive = resolve(process.env.REELSENSE_DATA ?? '../shared/data/aclImdb_v1.tar.gz');

describe.skipIf(!existsSync(archive))(`1,000 real reviews (skipped without ${archive})`, () => {
  it('have the same ids here and in @huggingface/transformers', async () => {
    execFileSync('tar', [
      'xzf',
      archive,
      '-C',
      folder,
      '--wildcards',
      'aclImdb/test/*/1[0-9][0-9][0-9]_*.txt',
    ]);
    const texts = ['neg', 'pos'].flatMap((label) => {
      const reviews = join(folder, 'aclImdb', 'test', label);
      const names = readdirSync(reviews).sort().slice(0, 500);
      return names.map((name) => readFileSync(join(reviews, name), 'utf8'));
    });
    expect(texts.length).toBe(1_000);
    const { ours, theirs } = await pairFor(texts, { maximumSize: 5_000, maximumLength: 400 });
    expect(differing(texts, ours, theirs)).toEqual([]);
  });
});
