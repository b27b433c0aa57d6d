/** `reelsense pretrain` as a user runs it: what it says when there is nothing to go on with, what it leaves behind. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reelsense, root, sample } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-pretraining-'));
const pretrain = (out: string, ...more: string[]) =>
  reelsense(
    ...['pretrain', '--data', sample, '--out', join(folder, out), '--threads', '1', '--epochs', '1'],
    ...['--hidden-size', '8', '--embedding-size', '8', '--streams', '8', '--window', '20'],
    ...more,
  );
const checkpointsOf = (out: string): string[] =>
  readdirSync(join(folder, out))
    .filter((name) => name.startsWith('checkpoint-'))
    .sort();

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('pretrain --resume', () => {
  it('refuses where there is no run, and leaves nothing there', async () => {
    mkdirSync(join(folder, 'empty'));
    for (const out of ['missing', 'empty']) {
      expect(await pretrain(out, '--resume')).toEqual({
        code: 3,
        stdout: '',
        stderr: `reelsense: There is no run to go on with in ${join(folder, out)}: check --out, or leave --resume out to begin one.\n`,
      });
    }
    expect(existsSync(join(folder, 'missing'))).toBe(false);
    expect(readdirSync(join(folder, 'empty'))).toEqual([]);
  });

  it('begins again, and says so, where a run was stopped before its first checkpoint', async () => {
    mkdirSync(join(folder, 'early'));
    writeFileSync(join(folder, 'early', 'run.jsonl'), '');
    const { code, stderr } = await pretrain('early', '--resume');
    expect(stderr).toMatch(/^Note: .*early was stopped before its first checkpoint; it begins again\.\n$/);
    expect(code).toBe(0);
  });

  it('says which damaged checkpoint it passed over', async () => {
    // With 0 minutes every step is saved, so that there are two.
    expect((await pretrain('damaged', '--checkpoint-minutes', '0', '--quiet')).code).toBe(0);
    const newest = checkpointsOf('damaged').at(-1)!;
    truncateSync(join(folder, 'damaged', newest), 500);
    const passedOver = new RegExp(`^Note: checkpoint .*${newest} was passed over because .*\\.\\n$`);
    const begun = await reelsense(
      ...[
        'pretrain',
        '--data',
        sample,
        '--out',
        join(folder, 'on-damaged'),
        '--init',
        join(folder, 'damaged'),
      ],
      ...['--threads', '1', '--epochs', '1', '--streams', '8', '--window', '20', '--quiet'],
    );
    expect([begun.code, begun.stderr]).toEqual([0, expect.stringMatching(passedOver)]);
    const { code, stderr } = await pretrain('damaged', '--checkpoint-minutes', '0', '--resume');
    expect(stderr).toMatch(passedOver);
    expect(code).toBe(0);
  });
});

describe('pretrain --unlabelled', () => {
  it('reads a pile of text without any label, each text once', async () => {
    const path = join(folder, 'pile.txt');
    const lines = Array.from({ length: 200 }, (_, i) => `the old ship number ${i % 50} sails at dawn`);
    writeFileSync(path, lines.join('\n'));
    const words = ['--threads', '1', '--epochs', '1', '--hidden-size', '8', '--embedding-size', '8'];
    const run = (...more: string[]) =>
      reelsense(
        'pretrain',
        '--out',
        join(folder, 'pile'),
        ...words,
        ...more,
        '--streams',
        '2',
        '--window',
        '5',
      );
    const { code, stdout, stderr } = await run('--unlabelled', path);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^Note: these texts make \d+ steps in all, .*\n$/),
    ]);
    expect(stdout).toContain('pile.txt: 50 texts to read');
    expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('--data') });
  });
});

describe('pretrain --init', () => {
  it('takes the sizes of the model it goes on from, and says when that is no language model', async () => {
    expect((await pretrain('general', '--quiet')).code).toBe(0);
    const go = (init: string, out: string) =>
      reelsense(
        ...['pretrain', '--data', sample, '--out', join(folder, out), '--init', init, '--threads', '1'],
        ...['--epochs', '1', '--streams', '8', '--window', '20', '--quiet'],
      );
    const { code, stderr } = await go(join(folder, 'general'), 'further');
    expect([code, stderr]).toEqual([0, '']);
    expect(checkpointsOf('further')).not.toEqual([]);
    expect(await go(join(folder, 'nothing'), 'other')).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(
        /There is no language model in .*nothing; give the folder, not a file in it/,
      ),
    });
    expect((await go('imdb-tiny', 'other')).stderr).toContain('is a classifier, not a language model');
    const file = join(folder, 'general', checkpointsOf('general')[0]!);
    expect((await go(file, 'other')).stderr).toContain(`There is no language model in ${file}`);
    expect((await reelsense('model', file)).stderr).toMatch(
      /^reelsense: The model folder .* is not a model folder/,
    );
    expect(existsSync(join(folder, 'other'))).toBe(false);
    const { stdout: facts } = await reelsense('model', join(folder, 'further'));
    expect(facts).toMatch(
      /Goes on from +checkpoint-.*\nVocabulary +\d+ words\n(.*\n)*Perplexity +[\d.]+ on held-out texts\n/,
    );
    const { stdout: bundled } = await reelsense('model', 'imdb-language-model', '--json');
    expect(JSON.parse(bundled)).toMatchObject({ kind: 'language-model', words: 30_000, exported: 'int8' });
    const { stderr: refused } = await reelsense(
      ...['pretrain', '--data', sample, '--out', join(folder, 'other')],
      ...['--init', join(folder, 'general'), '--vocabulary-size', '100'],
    );
    expect(refused).toMatch(
      /knows \d+ words; leave --vocabulary-size out to keep them, or give a larger one/,
    );
  });
});

describe('pretrain', () => {
  it('leaves out of unlabelled files what a list names', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `u${i},a film of ${i} quiet days`);
    writeFileSync(join(folder, 'pile.csv'), `id,text\n${rows.join('\n')}\n`);
    writeFileSync(join(folder, 'list.txt'), Array.from({ length: 25 }, (_, i) => `u${i}`).join('\n'));
    const { stdout } = await reelsense(
      ...['pretrain', '--unlabelled', join(folder, 'pile.csv'), '--exclude', join(folder, 'list.txt')],
      ...[
        '--out',
        join(folder, 'listed'),
        '--epochs',
        '1',
        '--streams',
        '2',
        '--window',
        '5',
        '--threads',
        '1',
      ],
    );
    expect(stdout).toContain('pile.csv: 35 texts to read');
  });

  it('refuses the folder of a classifier, which would hide it', async () => {
    const out = join(folder, 'classifier');
    cpSync(join(root, 'models', 'imdb-tiny'), out, { recursive: true });
    const names = readdirSync(out);
    expect(await reelsense('pretrain', '--data', sample, '--out', out)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds a classifier, which hides a language model beside it'),
    });
    expect(readdirSync(out)).toEqual(names);
  });

  it('leaves nothing behind when it comes to nothing', async () => {
    mkdirSync(join(folder, 'mine'));
    writeFileSync(join(folder, 'mine', 'notes.txt'), 'mine');
    for (const out of ['new', 'mine']) {
      const { code, stderr } = await pretrain(out, '--streams', '100000');
      expect(stderr).toMatch(/^reelsense: [^\n]+\n$/);
      expect(code).toBe(2);
    }
    expect(existsSync(join(folder, 'new'))).toBe(false);
    expect(readdirSync(join(folder, 'mine'))).toEqual(['notes.txt']);
  });
});

describe('export of a language model', () => {
  const at = (name: string): string => join(folder, name);
  const train = (out: string, ...more: string[]) =>
    reelsense(
      ...['train', '--data', sample, '--out', at(out), '--epochs', '1', '--threads', '1', '--quiet'],
      ...more,
    );
  const exported = (out: string, ...more: string[]) =>
    reelsense('export', '--model', at('whole'), '--out', at(out), ...more);

  it('leaves out what only the run needs, says what fewer bits cost, and can be begun with', async () => {
    expect((await pretrain('whole')).code).toBe(0);
    const { code, stdout } = await exported('small', '--data', sample, '--json');
    expect(code).toBe(0);
    const { weights, bytes, file, measured } = JSON.parse(stdout);
    expect(weights).toBe('int8');
    expect(checkpointsOf('small')).toEqual([file]);
    const [whole] = checkpointsOf('whole');
    expect(bytes).toBeLessThan(statSync(join(at('whole'), whole!)).size / 3);
    const log = readFileSync(join(at('whole'), 'run.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .at(-1)!;
    const { perplexity } = JSON.parse(log);
    expect(measured.before).toBeCloseTo(perplexity, 3);
    expect(Math.abs(measured.after - perplexity)).toBeLessThan(0.01 * perplexity);
    expect(measured.after).not.toBe(measured.before);
    const card = readFileSync(join(at('small'), 'README.md'), 'utf8');
    expect(card).toContain(`Weights as int8: perplexity ${measured.before.toFixed(2)} before`);

    expect((await train('begun', '--init', at('small'))).code).toBe(0);
    const { training } = JSON.parse(readFileSync(join(at('begun'), 'metrics.json'), 'utf8'));
    expect(training.pretraining).toMatchObject({ checkpoint: file, sameTexts: true, exported: 'int8' });
    expect(readFileSync(join(at('begun'), 'README.md'), 'utf8')).toContain('--out SMALLER --quantize int8');
    // Whether it may have read what the run measures on: not where fewer of the same reviews are set aside.
    for (const [flag, value, sameTexts] of [
      ['--development-fraction', '0.1', true],
      ['--split-seed', '2', false],
    ] as const) {
      expect((await train(flag, '--init', at('small'), flag, value)).code).toBe(0);
      const metrics = JSON.parse(readFileSync(join(at(flag), 'metrics.json'), 'utf8'));
      expect(metrics.training.pretraining).toMatchObject({ sameTexts });
    }
    expect((await pretrain('further-small', '--init', at('small'))).code).toBe(0);
    const further = await reelsense(
      ...['export', '--model', at('further-small'), '--out', at('further-smaller'), '--data', sample],
    );
    expect(further.stdout).toContain('Perplexity on held-out texts of sample-reviews');
    expect((await train('begun-further', '--init', at('further-smaller'))).code).toBe(0);
    const lines = readFileSync(join(at('begun-further'), 'README.md'), 'utf8').split('\n');
    const first = lines.findIndex((line) => line.startsWith('# a language model first: '));
    expect(lines.slice(first, first + 6)).toEqual([
      expect.stringMatching(/epochs?, perplexity .* minutes$/),
      expect.stringMatching(/^reelsense pretrain --data TEXTS --out FOLDER --/),
      expect.stringMatching(/^reelsense export .* --quantize int8$/),
      expect.stringMatching(/^# which goes on: .*epochs?, perplexity .* minutes$/),
      expect.stringMatching(/^reelsense pretrain --data TEXTS --init FOLDER --out FOLDER --/),
      expect.stringMatching(/^reelsense export .* --quantize int8$/),
    ]);
  });

  it('refuses other texts than it read, a second export into a folder, and to go on with the run there', async () => {
    const other = at('other.csv');
    writeFileSync(other, readFileSync(sample, 'utf8').split('\n').slice(0, 60).join('\n'));
    mkdirSync(at('taken'));
    writeFileSync(join(at('taken'), 'notes.txt'), 'mine');
    const refusals = [
      [await exported('x', '--data', other), 'does not hold the texts'],
      [await exported('x', '--variants'), '--variants is for classifiers'],
      [await exported('small'), 'it holds README.md'],
      [await exported('taken'), 'it holds notes.txt'],
      [await exported('whole'), "--out is the model's own folder"],
      [await pretrain('small', '--resume'), 'was exported to be passed on'],
      [await pretrain('small'), 'was exported to be passed on'],
    ] as const;
    for (const [{ code, stderr }, message] of refusals) {
      expect(stderr).toContain(message);
      expect(code).not.toBe(0);
    }
    expect(readdirSync(at('taken'))).toEqual(['notes.txt']);
    expect(existsSync(at('x'))).toBe(false);
  });
});
