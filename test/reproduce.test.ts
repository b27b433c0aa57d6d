/** `npm run reproduce` as a user types it, without the hours: what it would do, and what it takes for done. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { recipes } from '../scripts/recipes.mjs';
import { root, sample } from './reelsense-command.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-reproduce-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reproduce(...words: string[]) {
  const script = join(root, 'scripts', 'reproduce.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('npm run reproduce', () => {
  const steps = recipes['imdb-tiny']!;

  it('shows what it would do and touches nothing', () => {
    const out = join(folder, 'not-there');
    const { status, stdout } = reproduce('imdb-tiny', '--dry-run', '--out', out, '--data', 'archive');
    expect(status).toBe(0);
    expect(stdout.match(/of \d+: reelsense .*--data archive/g)).toHaveLength(steps.length);
    expect(existsSync(out)).toBe(false);
  });

  it('takes for done what was made by the same command without the same reviews, and nothing else', () => {
    const [list, other] = ['list.txt', 'other.txt'].map((file) => join(folder, file)) as [string, string];
    writeFileSync(list, 'train/pos/1_7.txt\n');
    writeFileSync(other, 'train/pos/2_7.txt\n');
    const out = join(folder, 'begun');
    mkdirSync(out);
    const dry = (...words: string[]) =>
      reproduce('imdb-tiny', '--dry-run', '--out', out, '--data', folder, ...words);
    const [first] = steps;
    mkdirSync(join(out, first!.name)); // stopped before its first checkpoint: not done
    expect(dry().stdout).not.toContain('is done');
    const command = `reelsense ${first!.words((part) => part, []).join(' ')}\n`;
    const done = join(out, `${first!.name}.done`);
    writeFileSync(done, `${command}without nothing\nof a folder\n`);
    expect(dry().stdout.match(/is done/g)).toHaveLength(1);
    for (const words of [
      ['--exclude', list],
      ['--exclude', other],
    ]) {
      const { status, stderr } = dry(...words);
      expect([status, stderr]).toEqual([2, expect.stringContaining('or with another --exclude')]);
    }
    const sha256 = createHash('sha256').update(readFileSync(list)).digest('hex');
    writeFileSync(done, `${command}without ${sha256}\nof a folder\n`);
    expect(dry('--exclude', list).stdout).toContain('is done');
    for (const words of [[], ['--exclude', other]]) expect(dry(...words).status).toBe(2);
    const { status, stderr } = dry('--exclude', list, '--data', sample); // of a file
    expect([status, stderr]).toEqual([2, expect.stringContaining('from other data')]);
    rmdirSync(join(out, first!.name));
    expect(dry('--exclude', list).stdout).not.toContain('is done');
  });

  it('begins a step anew that was stopped in the midst, keeps what was there, and says how to go on where one fails', () => {
    const out = join(folder, 'stopped');
    mkdirSync(join(out, 'imdb-lstm'), { recursive: true });
    writeFileSync(join(out, 'imdb-lstm', 'mine.txt'), 'mine');
    const all = recipes['imdb-lstm']!;
    const sha256 = createHash('sha256').update(readFileSync(sample)).digest('hex');
    for (const step of all.slice(0, -1)) {
      mkdirSync(join(out, step.name));
      if (step === all[0]) continue; // stopped before its first checkpoint
      const command = `reelsense ${step.words((part) => part, []).join(' ')}\n`;
      writeFileSync(join(out, `${step.name}.done`), `${command}without nothing\nof ${sha256}\n`);
    }
    const { status, stdout, stderr } = reproduce('imdb-lstm', '--data', sample, '--out', out);
    expect(stdout.match(/is done/g)).toHaveLength(all.length - 2);
    expect(existsSync(join(out, `${all[0]!.name}.done`))).toBe(true);
    expect(readdirSync(join(out, all[0]!.name))).not.toEqual([]);
    expect(stderr).toContain('with the same words goes on'); // the last joins folders that hold nothing
    expect(status).toBeGreaterThan(0);
    expect(readFileSync(join(out, 'imdb-lstm', 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('says what to type', () => {
    for (const [words, message] of [
      [[], 'Say which model: npm run reproduce -- imdb-lstm | imdb-tiny'],
      [['--frobnicate'], '[--data PATH] [--exclude FILE]'],
      [['imdb-tiny', '--data', join(folder, 'none')], 'get the reviews by'],
      [['imdb-tiny', '--data', sample, '--exclude', join(folder, 'none')], 'There is no'],
      [['imdb-tiny', '--data', sample, '--out', 'a,b'], 'has a comma'],
    ] as const) {
      const { status, stderr } = reproduce(...words);
      expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
  });
});
