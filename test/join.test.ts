/** `reelsense join` and `reelsense baseline` as a user runs them, and `train` taught by both. */

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptScores } from '../src/cli/kept-scores.js';
import { readDataset, splitDataset } from '../src/datasets/index.js';
import { NgramClassifier } from '../src/ngrams/index.js';
import { reelsense, sample, tiny } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-join-'));
const at = (name: string): string => join(folder, name);
const train = (out: string, ...more: string[]) =>
  reelsense('train', '--data', sample, '--out', at(out), '--quiet', ...tiny, ...more);
const metricsOf = (model: string) => JSON.parse(readFileSync(join(at(model), 'metrics.json'), 'utf8'));
/** By their ids. */
const tokensOf = (model: string): string[] => {
  const { vocab } = JSON.parse(readFileSync(join(at(model), 'tokenizer.json'), 'utf8')).model;
  return Object.keys(vocab).sort((a, b) => vocab[a] - vocab[b]);
};
/** Sets aside what {@link tiny} does. */
const asTiny = ['--data', sample, '--development-fraction', '0.2'];
const join2 = (out: string, ...models: string[]) =>
  reelsense('join', ...models.map(at), '--data', sample, '--out', at(out), '--json');

beforeAll(async () => {
  for (const seed of ['1', '2']) expect((await train(`seed-${seed}`, '--seed', seed)).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('join', () => {
  it('makes a model whose log-odds are the mean of its members, up to one calibration', async () => {
    const { code, stdout } = await join2('both', 'seed-1', 'seed-2');
    expect(code).toBe(0);
    const { temperature, members, development } = JSON.parse(stdout) as {
      temperature: number;
      members: { name: string; accuracy: number }[];
      development: { accuracy: number };
    };
    expect(members.map(({ name }) => name)).toEqual(['seed-1', 'seed-2']);
    const logOdds = async (model: string): Promise<number> => {
      const { stdout } = await reelsense(
        'predict',
        '--json',
        '--model',
        at(model),
        'A quiet, generous film.',
      );
      const { positive } = (JSON.parse(stdout) as { scores: { positive: number } }).scores;
      return Math.log(positive / (1 - positive));
    };
    const mean = ((await logOdds('seed-1')) + (await logOdds('seed-2'))) / 2;
    expect(await logOdds('both')).toBeCloseTo(mean / temperature, 2);

    const evaluated = await reelsense(
      ...['evaluate', '--model', at('both'), '--data', sample, '--part', 'development', '--json'],
    );
    expect((JSON.parse(evaluated.stdout) as { accuracy: number }).accuracy).toBe(development.accuracy);
    expect(readFileSync(join(at('both'), 'README.md'), 'utf8')).toContain('2 LSTMs in one graph');
  });

  it('takes models of other sizes of embeddings and states', async () => {
    expect((await train('wider', '--embedding-size', '17', '--hidden-size', '9')).code).toBe(0);
    expect((await join2('unlike', 'seed-1', 'wider')).code).toBe(0);
    const { reelsense: ours } = JSON.parse(readFileSync(join(at('unlike'), 'config.json'), 'utf8'));
    expect(ours.architecture.members).toEqual([
      { embeddingSize: ours.architecture.embeddingSize, hiddenSize: ours.architecture.hiddenSize },
      { embeddingSize: 17, hiddenSize: 9 },
    ]);
    expect(readFileSync(join(at('unlike'), 'README.md'), 'utf8')).toContain(
      '16 units over words of 16 features and 9 units over words of 17 features',
    );
    const { stdout: facts } = await reelsense('model', at('unlike'));
    expect(facts).toContain('members 16 -> 16 and 17 -> 9');
    const { stdout } = await reelsense(
      'explain',
      '--json',
      '--model',
      at('unlike'),
      'A quiet, generous film.',
    );
    expect(JSON.parse(stdout)).toHaveProperty('words');
  });

  it('keeps as many of the most frequent words as it is told to', async () => {
    const words = ['join', at('seed-1'), at('seed-2'), '--data', sample, '--out'];
    const { code, stdout: fewer } = await reelsense(
      ...words,
      ...[at('fewer'), '--vocabulary-size', '100', '--json'],
    );
    expect(code).toBe(0);
    expect(tokensOf('fewer')).toEqual(tokensOf('both').slice(0, 100));
    expect(JSON.parse(fewer).members[0].lostWords).toBe(tokensOf('seed-1').length - 100);
    expect(JSON.parse(readFileSync(join(at('fewer'), 'config.json'), 'utf8')).vocab_size).toBe(100);
    expect((await reelsense('predict', 'A warm film.', '--model', at('fewer'))).code).toBe(0);
    const { stderr } = await reelsense(...words, at('more-words'), '--vocabulary-size', '30000');
    expect(stderr).toMatch(
      /The vocabulary size is 30000; the first model knows \d+ words, so give at most that/,
    );
  });

  it('keeps words that a language model learnt later, where they are the more frequent ones', async () => {
    const pile = at('pile.txt');
    const lines = Array.from({ length: 80 }, (_, i) => `zebras graze , zebras drink ${i} .\n`);
    writeFileSync(pile, lines.join(''));
    const pretrain = (out: string, ...more: string[]) =>
      reelsense(
        ...[
          'pretrain',
          '--out',
          at(out),
          '--epochs',
          '1',
          '--streams',
          '4',
          '--window',
          '20',
          '--threads',
          '1',
        ],
        ...['--quiet', ...more],
      );
    const sizes = ['--embedding-size', '16', '--hidden-size', '16'];
    expect((await pretrain('zebras', '--unlabelled', pile, ...sizes)).code).toBe(0);
    const both = ['--data', sample, '--unlabelled', pile, '--init', at('zebras'), '--vocabulary-size', '400'];
    expect((await pretrain('grown', ...both)).code).toBe(0);
    expect((await train('on-grown', '--init', at('grown'))).code).toBe(0);
    expect(tokensOf('on-grown').indexOf('drink')).toBeLessThan(tokensOf('on-grown').indexOf('the'));
    const { configuration } = metricsOf('on-grown').training;
    expect(configuration.vocabularySize).toBe(tokensOf('on-grown').length);
    expect(readFileSync(join(at('on-grown'), 'README.md'), 'utf8')).toMatch(
      /pretrain .*--init FOLDER .*--vocabulary-size 400/,
    );
    const models = [at('on-grown'), at('on-grown')];
    const joined = ['join', ...models, '--data', sample, '--out', at('few'), '--vocabulary-size', '20'];
    const { code, stderr } = await reelsense(...joined);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^Note: \d+ words of on-grown are unknown .*, without the rarer ones\./),
    ]);
    expect(tokensOf('few')).toEqual(expect.arrayContaining(['.', 'the', 'and']));
    expect(tokensOf('few')).not.toContain('drink');
  });

  it('can be explained, stored again, teach, and be begun with: by the member that was best alone', async () => {
    const { stdout } = await reelsense('explain', '--json', '--model', at('both'), 'A quiet, generous film.');
    expect(JSON.parse(stdout)).toHaveProperty('words');
    const exported = await reelsense(
      'export',
      '--model',
      at('both'),
      '--out',
      at('float16'),
      '--quantize',
      'float16',
    );
    expect(exported.code).toBe(0);
    expect((await train('taught', '--teacher', `${at('both')},${at('seed-1')}`)).code).toBe(0);
    for (const joined of ['both', 'unlike']) {
      const { members } = metricsOf(joined);
      const best = members[0].accuracy >= members[1].accuracy ? members[0] : members[1];
      const { embeddingSize, hiddenSize } = best.training.configuration;
      const sizes = ['--embedding-size', String(embeddingSize), '--hidden-size', String(hiddenSize)];
      expect((await train(`begun-${joined}`, '--init', at(joined), ...sizes)).code).toBe(0);
      const { initial } = metricsOf(`begun-${joined}`).training;
      expect(initial).toMatchObject({
        name: joined,
        member: { name: best.name, sha256: best.sha256 },
        training: { command: best.training.command },
      });
    }
    expect(readFileSync(join(at('begun-both'), 'README.md'), 'utf8')).toMatch(
      /# which made seed-\d \(.*\), a part of both \(.*\); then/,
    );
  });

  it('begins with a model only where the same reviews are set aside', async () => {
    expect((await train('further', '--init', at('seed-1'))).code).toBe(0);
    const { training } = JSON.parse(readFileSync(join(at('further'), 'metrics.json'), 'utf8'));
    expect(training.initial.training.command).toContain('--seed 1');
    const card = readFileSync(join(at('further'), 'README.md'), 'utf8');
    expect(card).toMatch(/--seed 1\n# which made seed-1 \(.*\); then\n# begins with the model seed-1/);
    const { code, stderr } = await train('leaky', '--init', at('seed-1'), '--split-seed', '2');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('has learnt from reviews that this run would set aside'),
    ]);
  });

  it('lets a last training learn from more labels, and measures on what none has learnt from', async () => {
    expect((await train('more', '--init', at('seed-1'), '--development-fraction', '0.1')).code).toBe(0);
    const { code, stdout } = await join2('last', 'seed-1', 'more');
    expect(code).toBe(0);
    const { development, data } = JSON.parse(readFileSync(join(at('last'), 'metrics.json'), 'utf8'));
    expect(development.count).toBe(data.split.development);
    const more = JSON.parse(readFileSync(join(at('more'), 'metrics.json'), 'utf8'));
    expect(data).toEqual(more.data);
    expect(JSON.parse(stdout).development.accuracy).toBe(development.accuracy);
    const words = ['evaluate', '--model', at('last'), '--data', sample, '--part', 'development', '--json'];
    expect(JSON.parse((await reelsense(...words)).stdout).count).toBe(development.count);
    for (const flags of [
      ['--init', at('more')],
      ['--teacher', at('more')],
      ['--teacher', at('last')],
    ]) {
      expect((await train('leaks', ...flags)).stderr).toContain(
        'has learnt from reviews that this run would',
      );
    }
    expect(
      (await train('taught-more', '--teacher', at('seed-2'), '--development-fraction', '0.1')).code,
    ).toBe(0);
  });

  it('averages the weights of models that began with one', async () => {
    const from = ['--init', at('seed-1'), '--learning-rate', '1e-4'];
    for (const seed of ['3', '4']) expect((await train(`on-${seed}`, ...from, '--seed', seed)).code).toBe(0);
    const words = ['join', at('on-3'), at('on-4'), '--data', sample, '--average', '--storage', 'float32'];
    const { code, stdout, stderr } = await reelsense(...words, '--out', at('mean'), '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { modelBytes, development, members } = JSON.parse(stdout);
    const sizeOf = (model: string) => statSync(join(at(model), 'onnx', 'model.onnx')).size;
    expect(modelBytes).toBe(sizeOf('mean'));
    expect(members).toHaveLength(2);
    for (const { logLoss } of members) expect(development.logLoss).toBeCloseTo(logLoss, 1);
    const card = readFileSync(join(at('mean'), 'README.md'), 'utf8');
    expect(card).toContain('An LSTM (');
    expect(card).toContain('Its weights are the mean of those of 2 trainings.');
    expect(card).toMatch(/--seed 4\n# the mean of their weights\nreelsense join/);

    expect((await train('on-mean', '--init', at('mean'))).code).toBe(0); // one LSTM to begin with
    expect((await join2('mean-and-1', 'mean', 'seed-1')).code).toBe(0); // and to join
    expect(readFileSync(join(at('mean-and-1'), 'README.md'), 'utf8')).toMatch(
      /# the mean of their weights\nreelsense join .*--average.*\n# seed-1: .*\n(.*\n)+# all of them in one graph/,
    );
    const unlike = await reelsense(
      'join',
      at('on-3'),
      at('wider'),
      '--data',
      sample,
      '--average',
      '--out',
      at('x'),
    );
    expect(unlike.stderr).toContain('have no mean: their sizes differ');
    const strangers = [at('seed-1'), at('seed-2'), '--data', sample, '--average', '--out', at('strangers')];
    const { stdout: table, stderr: warning } = await reelsense('join', ...strangers);
    const losses = [...table.matchAll(/log loss ([\d.]+)/g)].map(([, loss]) => Number(loss));
    expect(warning.includes('does worse than seed-')).toBe(losses[2]! > Math.min(losses[0]!, losses[1]!));
  });

  it('is told of settings that change nothing beside the rest', async () => {
    const words = ['train', '--data', sample, '--out', at('idle'), ...tiny];
    const flags = ['--teacher-weight', '0.9', '--unlabelled-ratio', '2', '--adversarial-norm', '2'];
    const idle = await reelsense(...words, ...flags, '--sentence-words', '9', '--between-dropout', '0.1');
    expect(idle.stderr.match(/does nothing with(out --[a-z-]+| one layer)/g)).toHaveLength(5);
    const taught = [...words, '--teacher', at('seed-1'), '--unlabelled-ratio', '2'];
    const { stderr } = await reelsense(...taught.with(4, at('idle-2')));
    expect(stderr).toContain('--unlabelled-ratio does nothing beside --teacher');
    const scratch = await reelsense(...words.with(4, at('idle-3')), '--preset', 'adversarial');
    expect(scratch.stderr).toContain('--preset adversarial suits a model that begins with another');
    expect(scratch.stderr).toContain('there are no texts without labels');
  });

  it('refuses models that differ, one model alone, and to overwrite a member', async () => {
    expect((await train('deeper', '--layers', '2')).code).toBe(0);
    expect((await train('other-split', '--split-seed', '2')).code).toBe(0);
    const refusals = [
      [await join2('x', 'seed-1', 'deeper'), 'cannot be joined: they differ in their layers'],
      [await join2('x', 'seed-1', 'other-split'), 'cannot be joined: they differ in the split'],
      [await join2('x', 'seed-1'), 'name two or more'],
      [await join2('seed-1', 'seed-1', 'seed-2'), '--out is one of the models'],
      [await join2('x', 'both', 'both'), 'is 2 LSTMs already'],
      [await join2('x', 'seed-1', 'both'), 'is 2 LSTMs already'],
    ] as const;
    for (const [{ code, stderr }, message] of refusals) {
      expect(stderr).toContain(message);
      expect(code).not.toBe(0);
    }
  });
});

describe('baseline', () => {
  it('says how well n-grams do on the development part, and writes a teacher', async () => {
    const file = at('ngrams.txt');
    const { code, stdout } = await reelsense('baseline', ...asTiny, '--out', file, '--json');
    expect(code).toBe(0);
    const { part, accuracy, ngrams } = JSON.parse(stdout) as {
      part: string;
      accuracy: number;
      ngrams: number;
    };
    expect(part).toBe('development');
    expect(accuracy).toBeGreaterThan(0.5);
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(ngrams + 3); // head, and the last line's break

    expect((await train('taught-by-ngrams', '--teacher', file)).code).toBe(0);
    const metrics = JSON.parse(readFileSync(join(at('taught-by-ngrams'), 'metrics.json'), 'utf8')) as {
      training: { teachers: { name: string }[] };
    };
    expect(metrics.training.teachers.map(({ name }) => name)).toEqual(['ngrams']);
  });

  it('is not asked again when a training that it teaches came to nothing', async () => {
    const wild = ['--optimiser', 'sgd', '--learning-rate', '100', '--weight-decay', '10', '--clip-norm', '0'];
    const { code, stderr } = await train('wild', '--teacher', at('ngrams.txt'), ...wild);
    expect(stderr).toContain('Training stopped in epoch 1');
    expect(code).not.toBe(0);
    expect(readdirSync(at('wild'))).toEqual(['training']);
    expect(readdirSync(at('wild/training'))).toEqual(['soft-labels']);
    expect((await train('wild', '--teacher', at('ngrams.txt'))).code).toBe(0);
    expect(readdirSync(at('wild/training/soft-labels'))).toHaveLength(1);
  });

  it('learns nothing from texts for development and test', async () => {
    const table = at('parts.csv');
    const rows = ['train', 'development', 'test'].flatMap((part) =>
      Array.from(
        { length: 8 },
        (_, i) => `bright${part} dull${part} ${part},${i % 2 ? 'good' : 'bad'},${part}`,
      ),
    );
    writeFileSync(table, `text,label,split\n${rows.map((row, i) => `${i} ${row}`).join('\n')}\n`);
    expect((await reelsense('baseline', '--data', table, '--out', at('parts.txt'))).code).toBe(0);
    const ngrams = readFileSync(at('parts.txt'), 'utf8');
    expect(ngrams).toContain('brighttrain');
    expect(ngrams).not.toMatch(/brightdevelopment|brighttest/);
  });

  it('is no teacher, nor is a model, of a run that sets aside reviews which it has learnt from', async () => {
    for (const teacher of ['ngrams.txt', 'seed-1']) {
      const { code, stderr } = await train('leaky', '--teacher', at(teacher), '--split-seed', '2');
      expect(stderr).toMatch(
        /^reelsense: The teacher "\S+" has learnt from reviews that this run would set aside/,
      );
      expect(code).toBe(2);
    }
    const words = ['baseline', ...asTiny, '--split-seed', '2', '--teacher', at('seed-1')];
    const pile = at('leak.txt');
    writeFileSync(pile, 'A film of quiet days.\nA film of loud days.\n');
    expect((await reelsense(...words, '--unlabelled', pile)).stderr).toContain('has learnt from reviews');
    expect(existsSync(at('leaky'))).toBe(false);
  });

  it('is no teacher, nor is a model, where what it began with or was taught by has learnt from such reviews', async () => {
    const other = at('other.csv');
    writeFileSync(other, readFileSync(sample, 'utf8').split('\n').slice(0, 120).join('\n'));
    const mine = [
      'train',
      '--data',
      other,
      '--quiet',
      ...tiny,
      '--init',
      at('seed-1'),
      '--out',
      at('between'),
    ];
    expect((await reelsense(...mine)).code).toBe(0);
    expect(metricsOf('between').training.learntFrom).toEqual([
      expect.objectContaining({ name: 'seed-1', split: expect.anything() }),
    ]);
    writeFileSync(at('few.txt'), 'A film of quiet days.\nA film of loud days.\n');
    const ngrams = ['baseline', '--data', other, '--unlabelled', at('few.txt'), '--teacher', at('between')];
    expect((await reelsense(...ngrams, '--out', at('between.txt'))).code).toBe(0);
    for (const [flag, path] of [
      ['--init', 'between'],
      ['--teacher', 'between'],
      ['--teacher', 'between.txt'],
    ] as const) {
      const { code, stderr } = await train('leaky', flag, at(path), '--split-seed', '2');
      expect(stderr).toMatch(
        /"between", through "seed-1", has learnt from reviews that this run would set aside/,
      );
      expect(code).toBe(2);
    }
    expect((await train('through-between', '--init', at('between'))).code).toBe(0);
  });

  it('learns from texts without labels that a model labels', async () => {
    const pile = at('pile.txt');
    writeFileSync(
      pile,
      Array.from({ length: 30 }, (_, i) => `A film of ${i} quiet, generous days.`).join('\n'),
    );
    const words = ['baseline', ...asTiny, '--out', at('taught.txt'), '--json'];
    const { code, stdout } = await reelsense(...words, '--unlabelled', pile, '--teacher', at('seed-1'));
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ part: 'development', taught: 30 });
    expect(readFileSync(at('taught.txt'), 'utf8')).toContain('\ngenerous days\t');
    expect(existsSync(at('taught.txt.soft-labels'))).toBe(false);
    expect((await reelsense(...words, '--teacher', at('seed-1'))).stderr).toContain(
      'give --unlabelled FILE too',
    );
    expect((await reelsense(...words, '--unlabelled', pile)).stderr).toContain('give --teacher too');
  });

  it('asks a teacher about no text twice where runs share its answers, and passes over a file that is altered', async () => {
    const pile = at('shared-pile.txt');
    const line = (i: number): string => `Scene ${i} of a slow, warm film.`;
    const write = (count: number): void =>
      writeFileSync(pile, Array.from({ length: count }, (_, i) => line(i)).join('\n'));
    const answers = at('answers');
    const words = ['--unlabelled', pile, '--teacher', at('seed-1'), '--soft-labels', answers];
    const ask = () => reelsense('baseline', ...asTiny, '--out', at('shared.txt'), '--json', ...words);
    const sizes = (): number[] =>
      readdirSync(answers).map((file) => (statSync(join(answers, file)).size - 32) / (16 + 2 * 4));
    write(20);
    expect((await ask()).code).toBe(0);
    expect(sizes()).toEqual([20]);
    const ngrams = readFileSync(at('shared.txt'), 'utf8');
    expect((await ask()).code).toBe(0);
    expect(readFileSync(at('shared.txt'), 'utf8')).toBe(ngrams);
    expect(sizes()).toEqual([20]);
    write(25);
    expect((await ask()).code).toBe(0);
    expect(sizes().sort((a, b) => a - b)).toEqual([5, 20]);
    const few = readdirSync(answers).find(
      (name) => statSync(join(answers, name)).size < 32 + 20 * (16 + 2 * 4),
    );
    const file = join(answers, few!); // the answers of the second time
    const content = readFileSync(file);
    content[20]! ^= 1;
    writeFileSync(file, content);
    const lost = (content.length - 32) / (16 + 2 * 4);
    expect((await ask()).code).toBe(0);
    expect(readdirSync(answers)).toHaveLength(2);
    expect(readFileSync(file)).not.toEqual(content); // asked again about those alone
    expect(sizes()).toContain(lost);

    expect((await train('no-teacher', '--soft-labels', answers)).stderr).toContain('no teacher is named');
    const nowhere = ['--teacher', at('seed-1'), '--soft-labels', pile]; // a file: found out before anything is read or asked
    expect((await train('nowhere', ...nowhere)).stderr).toMatch(
      /Teachers' answers cannot go to .* is a file, not a folder/,
    );
    expect((await train('shares', ...words)).code).toBe(0);
    expect(sizes().reduce((sum, size) => sum + size)).toBeGreaterThan(25);
  }, 60_000);

  it('writes no n-grams whose answers about their own texts came to nothing', async () => {
    const table = at('one-group-a-label.csv');
    const rows = Array.from({ length: 40 }, (_, i) => `film ${i},${i % 2 ? 'good,b' : 'bad,a'}`);
    writeFileSync(table, `text,label,group\n${rows.join('\n')}\n`);
    const words = ['baseline', '--data', table, '--split-by', 'text', '--out', at('half.txt')];
    const outcome = await reelsense(...words, '--soft-labels', at('half'), '--folds', '2');
    expect(outcome).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('in one of the 2 parts of --folds'),
    });
    writeFileSync(at('half'), 'no folder');
    const late = await reelsense(
      'baseline',
      ...asTiny,
      ...words.slice(-2),
      '--soft-labels',
      at('half'),
      '--folds',
      '2',
    );
    expect(late).toMatchObject({ code: 2, stderr: expect.stringContaining(at('half')) });
    expect(existsSync(at('half.txt'))).toBe(false);
  });

  it('tells a student of texts that it learnt from what n-grams say that have not seen them', async () => {
    const answers = at('cross-fit');
    const words = ['baseline', ...asTiny, '--out', at('cross.txt'), '--json', '--soft-labels', answers];
    expect((await reelsense(...words, '--folds', '3')).code).toBe(0);
    const file = readFileSync(at('cross.txt'), 'utf8');
    const labels = ['negative', 'positive'];
    const kept = await KeptScores.open(answers, createHash('sha256').update(file).digest('hex'), labels);
    const answered = readdirSync(answers);
    const whole = NgramClassifier.fromText(file);
    const dataset = await readDataset(sample);
    const { train: lessons } = splitDataset(dataset, { seed: 1, developmentFraction: 0.2 });
    const probabilityOfLabel = (of: (text: string) => ArrayLike<number>): number =>
      lessons.reduce((sum, { text, label }) => sum + of(text)[label]!, 0) / lessons.length;
    const seen = probabilityOfLabel((text) => whole.score(text).scores);
    const unseen = probabilityOfLabel((text) => kept.of(text)!);
    expect(unseen).toBeLessThan(seen - 0.1);
    expect((await train('cross-taught', '--teacher', at('cross.txt'), '--soft-labels', answers)).code).toBe(
      0,
    );
    expect(readdirSync(answers)).toEqual(answered); // nobody asked the file itself
    expect((await reelsense(...words.slice(0, -2), '--folds', '3')).stderr).toContain(
      'give --out FILE and --soft-labels',
    );
  }, 60_000);

  it('makes the folder of its file, refuses a folder in its place, and a damaged file as a teacher', async () => {
    const made = await reelsense('baseline', '--data', sample, '--out', at('missing/ngrams.txt'));
    expect([made.code, existsSync(at('missing/ngrams.txt'))], made.stderr).toEqual([0, true]);
    const refused = await reelsense('baseline', '--data', sample, '--out', at('missing'));
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('which is a folder') });
    writeFileSync(at('damaged.txt'), 'text,label\n');
    const { stderr } = await train('x', '--teacher', at('damaged.txt'));
    expect(stderr).toContain(`${at('damaged.txt')} is not a file of n-grams`);
  });
});
