/** Mistakes of a user: one clear sentence, an exit code of its own, no stack trace, nothing half-written. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, reelsense, sample, tiny } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-mistakes-'));
const model = join(folder, 'model');
const out = join(folder, 'out');

beforeAll(async () => {
  const outcome = await reelsense(
    'train',
    '--data',
    sample,
    '--out',
    model,
    ...tiny,
    '--epochs',
    '1',
    '--quiet',
  );
  expect(outcome.code, outcome.stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** One line, and it is no stack trace. */
function expectSentence({ code, stdout, stderr }: Outcome, exitCode: number, sentence: RegExp): void {
  expect(stderr).toMatch(/^reelsense: [^\n]+\n$/);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/\bat .*:\d+:\d+/);
  expect(stdout).toBe('');
  expect(code).toBe(exitCode);
}

describe('data that cannot be trained on', () => {
  const archive = gzipSync(Buffer.alloc(5000, 'x'));
  const cases: [name: string, path: () => string, exitCode: number, sentence: RegExp][] = [
    ['a missing archive', () => join(folder, 'aclImdb_v1.tar.gz'), 3, /no file or folder .*data imdb/],
    ['a damaged archive', () => file('a.tar.gz', archive.subarray(0, archive.length - 9)), 4, /archive/],
    ['a table without a label column', () => file('b.csv', 'text,when\nGood.,now\nBad.,then\n'), 5, /label/],
    [
      'a table with one label',
      () => file('c.csv', 'text,label\nGood.,yes\nFine.,yes\n'),
      6,
      /only the label "yes"/,
    ],
    ['a table of nothing but a head', () => file('d.csv', 'text,label\n'), 7, /no rows/],
    ['a ragged table', () => file('e.csv', 'text,label\nGood.,yes,really\nBad.,no\n'), 4, /row 1/],
    ['a file of an unknown kind', () => file('f.docx', 'Good.'), 2, /\.csv/],
  ];
  it.each(cases)('%s', async (_, path, exitCode, sentence) => {
    expectSentence(await reelsense('train', '--data', path(), '--out', out), exitCode, sentence);
    expect(existsSync(out)).toBe(false);
  });
});

describe('options', () => {
  const cases: [words: string[], sentence: RegExp][] = [
    [['train', '--data', sample], /--out is missing/],
    [['train', '--data', sample, '--out', out, '--hiden-size', '8'], /'--hiden-size' .*--hidden-size/],
    [
      ['train', '--data', sample, '--out', out, '--hidden-size', '0'],
      /--hidden-size is 0, .*from 1 to 8,192/,
    ],
    [['train', '--data', sample, '--out', out, '--pooling', 'mean,median'], /--pooling .*last, mean, max/],
    [['train', '--data', sample, '--out', out, '--preset', 'huge'], /no preset "huge".*small/i],
    [['train', '--data', sample, '--out', sample], /not a folder/],
    [['trian'], /unknown command 'trian' .*train/],
    [['predict', 'one', 'two'], /too many arguments/],
    [['predict', 'one', '--file', sample], /give one of them/],
    [['serve', '--model', model, '--port', '99999'], /port is 99999/],
    [['evaluate', '--model', model, '--data', sample, '--part', 'half'], /test, development, train, all/],
  ];
  it.each(
    cases.map(([words, sentence]) => ({
      name: words.slice(0, 8).join(' ').replaceAll(folder, ''),
      words,
      sentence,
    })),
  )('$name', async ({ words, sentence }) => {
    expectSentence(await reelsense(...words), 2, sentence);
    expect(existsSync(out)).toBe(false);
  });
});

describe('everything else', () => {
  it('an empty review', async () => {
    for (const text of ['', ' \n ', '\u200b']) {
      expectSentence(await reelsense('predict', text, '--model', model), 7, /[Ww]rite/);
    }
  });

  it('a model folder that is missing, or has a changed byte', async () => {
    expectSentence(await reelsense('predict', 'Good.', '--model', join(folder, 'none')), 3, /does not exist/);
    const damaged = join(folder, 'damaged');
    cpSync(model, damaged, { recursive: true });
    const bytes = readFileSync(join(damaged, 'onnx', 'model.onnx'));
    bytes[2000]! ^= 1;
    writeFileSync(join(damaged, 'onnx', 'model.onnx'), bytes);
    for (const words of [
      ['predict', 'Good.'],
      ['serve', '--port', '0'],
      ['evaluate', '--data', sample],
    ]) {
      expectSentence(await reelsense(...words, '--model', damaged), 10, /onnx\/model\.onnx .*SHA-256/);
    }
  });

  it('a folder of other things to train into', async () => {
    const mine = join(folder, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'thesis.txt'), 'Years of work.');
    expectSentence(await reelsense('train', '--data', sample, '--out', mine, ...tiny), 2, /thesis\.txt/);
    expect(readdirSync(mine)).toEqual(['thesis.txt']);
  });

  it('a folder with the run of a training, for what is made of another model', async () => {
    const run = join(folder, 'run');
    cpSync(model, run, { recursive: true });
    for (const words of [
      ['export', '--model', model],
      ['calibrate', '--model', model, '--data', sample],
      ['join', model, 'imdb-tiny', '--data', sample],
    ]) {
      expectSentence(await reelsense(...words, '--out', run), 2, /run holds the run of a training/);
    }
  });

  it('words for a search that begins with a model, which has its own', async () => {
    const words = ['search', '--data', sample, '--out', out, '--init', model, '--vocabulary-size', '50'];
    expectSentence(await reelsense(...words), 2, /keeps its words/);
    expect(existsSync(out)).toBe(false);
  });

  it('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
    const { port } = other.address() as AddressInfo;
    expectSentence(await reelsense('serve', '--model', model, '--port', String(port)), 15, /in use/);
    await new Promise((closed) => other.close(closed));
  });

  it('no space left: nothing stays of a run that came to nothing', async ({ skip }) => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]).status === 0;
    skip(!mounted, 'a small disk needs the right to mount one');
    try {
      const words = ['train', '--data', sample, '--out', join(disk, 'model'), ...tiny, '--quiet'];
      expectSentence(await reelsense(...words), 16, /No space left/);
      expect(readdirSync(disk)).toEqual([]);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
