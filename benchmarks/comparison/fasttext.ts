/** fastText (Joulin et al. 2017, https://arxiv.org/abs/1607.01759), Debian's program, where it is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Example } from '../../src/datasets/index.js';
import { tokenize } from '../../src/text/index.js';
import type { Runnable } from './contender.js';

/** How to install it. */
export const installation = 'apt-get install fasttext';

/** Its own tutorial's settings for texts, bigrams beside words. */
export const bigrams = ['-wordNgrams', '2', '-epoch', '10', '-lr', '0.5'];

export interface FastText extends Runnable {
  readonly trainingSeconds: number;
}

export function isInstalled(): boolean {
  return spawnSync('fasttext', []).error === undefined;
}

/** @param settings flags of `fasttext supervised`  @param threads of its training */
export async function fastText(
  name: string,
  train: readonly Example[],
  settings: readonly string[],
  threads: number,
): Promise<FastText> {
  const folder = await mkdtemp(join(tmpdir(), 'reelsense-fasttext-'));
  const file = (of: string): string => join(folder, of);
  const run = (...words: string[]): string => {
    const { status, stdout, stderr, error } = spawnSync('fasttext', words, {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`fasttext failed: ${error?.message ?? stderr.trim().slice(-300)}`);
    return stdout;
  };
  await writeFile(
    file('train.txt'),
    train.map(({ text, label }) => `__label__${label} ${line(text)}`).join(''),
  );
  const began = performance.now();
  run(
    ...['supervised', '-input', file('train.txt'), '-output', file('model'), '-seed', '1'],
    ...['-thread', String(threads), '-verbose', '0', ...settings],
  );
  const trainingSeconds = (performance.now() - began) / 1000;
  const model = file('model.bin');
  const predict = (texts: string): { answer: string; seconds: number } => {
    const started = performance.now();
    const answer = run('predict', model, texts);
    return { answer, seconds: (performance.now() - started) / 1000 };
  };
  return {
    name,
    kind: 'linear',
    bytes: (await stat(model)).size,
    trainingSeconds,
    /** The time of reading the model, that of an empty file, is taken off. */
    classify: async (texts) => {
      await writeFile(file('texts.txt'), texts.map(line).join(''));
      await writeFile(file('empty.txt'), '');
      const { seconds: loading } = predict(file('empty.txt'));
      const { answer, seconds } = predict(file('texts.txt'));
      const positive = answer
        .trimEnd()
        .split('\n')
        .map((label) => label === '__label__1');
      return { positive, seconds: Math.max(seconds - loading, 1e-3) };
    },
    release: () => rm(folder, { recursive: true, force: true }),
  };
}

/** One text a line, tokens apart by spaces: cleaned as ours are. */
function line(text: string): string {
  return `${tokenize(text).join(' ')}\n`;
}
