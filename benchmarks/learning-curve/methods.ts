/** Ways to learn from a few labels, each from the texts to its accuracy on texts that it has not seen. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from '../../src/datasets/index.js';
import { NgramClassifier } from '../../src/ngrams/index.js';
import { bigrams, fastText } from '../comparison/fasttext.js';
import { root } from '../root.js';

export interface Lesson {
  /** Labelled texts; a fifth of them chooses the epoch where a method needs that. */
  readonly train: readonly Example[];
  readonly heldOut: readonly Example[];
  readonly seed: number;
  /** Empty, for files. */
  readonly folder: string;
  /** A language model of `pretrain`. */
  readonly languageModel: string;
}

interface Presets {
  readonly few: string;
  /** From {@link MANY} labels on. */
  readonly many: string;
}

const presetsOfLanguageModel: Presets = { few: 'few', many: 'finetune' };

export const methods = {
  pretrained: (lesson: Lesson) => trained(lesson, presetsOfLanguageModel, ['--init', lesson.languageModel]),
  sentences: (lesson: Lesson) =>
    trained(lesson, presetsOfLanguageModel, ['--init', lesson.languageModel, '--sentence-ratio', '5']),
  scratch: (lesson: Lesson) => trained(lesson, { few: 'small', many: 'standard' }, []),
  ngrams: async ({ train, heldOut, seed }: Lesson): Promise<number> => {
    const options = { order: 3, minimumCount: train.length < 3000 ? 1 : 2, cost: 1, seed };
    const classifier = await NgramClassifier.train(labels, train, train, options);
    return share(heldOut, (text) => classifier.score(text).label === labels[1]);
  },
  fastText: async ({ train, heldOut }: Lesson): Promise<number> => {
    // It learns nothing from few texts in few epochs: 250,000 texts are shown, each 5 to 100 times.
    const epochs = Math.max(5, Math.min(100, Math.round(250_000 / train.length)));
    const settings = [...bigrams.slice(0, 2), '-epoch', String(epochs), '-lr', '0.5', '-bucket', '200000'];
    const runnable = await fastText('', train, settings, 2);
    const { positive } = await runnable.classify(heldOut.map(({ text }) => text));
    await runnable.release();
    return heldOut.filter(({ label }, i) => (label === 1) === positive[i]).length / heldOut.length;
  },
} as const;

export type Method = keyof typeof methods;

export const methodNames: Readonly<Record<Method, string>> = {
  pretrained: 'LSTM, language model first',
  sentences: 'LSTM, language model and sentences',
  scratch: 'LSTM from scratch',
  ngrams: 'n-gram logistic regression',
  fastText: 'fastText',
};

const labels = ['negative', 'positive'];

const MANY = 10_000;

/** `reelsense train`, then `reelsense evaluate`, as a user types them. */
async function trained(lesson: Lesson, presets: Presets, words: readonly string[]): Promise<number> {
  const { train, heldOut, seed, folder } = lesson;
  const [trainFile, heldOutFile, out] = [
    join(folder, 'train.jsonl'),
    join(folder, 'held-out.jsonl'),
    join(folder, 'model'),
  ];
  writeRows(trainFile, train);
  writeRows(heldOutFile, heldOut);
  const [preset, fraction] = train.length >= MANY ? [presets.many, '0.1'] : [presets.few, '0.2'];
  reelsense(
    'train',
    '--data',
    trainFile,
    '--out',
    out,
    '--quiet',
    '--seed',
    String(seed),
    '--development-fraction',
    fraction,
    '--preset',
    preset,
    ...words,
  );
  const answer = reelsense('evaluate', '--model', out, '--data', heldOutFile, '--part', 'all', '--json');
  rmSync(out, { recursive: true, force: true });
  return (JSON.parse(answer) as { accuracy: number }).accuracy;
}

function reelsense(...words: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'bin', 'reelsense.js'), ...words],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`reelsense ${words.join(' ')} failed: ${stderr.trim()}`);
  return stdout;
}

function writeRows(file: string, examples: readonly Example[]): void {
  writeFileSync(
    file,
    examples.map(({ id, text, label }) => `${JSON.stringify({ id, text, label: labels[label] })}\n`).join(''),
  );
}

function share(examples: readonly Example[], isPositive: (text: string) => boolean): number {
  return examples.filter(({ text, label }) => isPositive(text) === (label === 1)).length / examples.length;
}
