import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeStreams } from './fake-streams.test-support.js';
import { run } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const table = join(folder, 'mine.csv');
const list = join(folder, 'list.txt');
const content = 'text,label\nGood.,yes\nFine.,yes\nBad.,no\nPoor.,no\n';
beforeEach(() => {
  writeFileSync(table, content);
  writeFileSync(list, 'row-9\n');
});

async function said(...words: string[]): Promise<{ code: number; stderr: string }> {
  const { streams, written } = fakeStreams();
  return { code: await run(words, streams), stderr: written.stderr };
}

describe('a result that would be written over what its command reads is refused before the work', () => {
  it('n-grams over the data, by another name too, over a list and over texts', async () => {
    const link = join(folder, 'link.csv');
    symlinkSync(table, link);
    const reading = ['baseline', '--data', table, '--exclude', list];
    for (const out of [table, link, list]) {
      const { code, stderr } = await said(...reading, '--out', out);
      expect(stderr).toBe(
        `reelsense: The n-grams cannot go to ${out}, which this command reads and which would be lost; name another file.\n`,
      );
      expect(code).toBe(2);
    }
    expect([readFileSync(table, 'utf8'), readFileSync(list, 'utf8')]).toEqual([content, 'row-9\n']);
  });

  it('n-grams over those that teach them', async () => {
    const teacher = join(folder, 'ngrams.txt');
    writeFileSync(teacher, 'as they are');
    const words = ['baseline', '--data', table, '--unlabelled', list, '--teacher', `imdb-tiny, ${teacher}`];
    const { code, stderr } = await said(...words, '--out', teacher);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/which would be lost/) });
    expect(readFileSync(teacher, 'utf8')).toBe('as they are');
  });

  it('a report over the data', async () => {
    const { code, stderr } = await said('evaluate', '--data', table, '--report', table);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^reelsense: The report/),
    });
    expect(readFileSync(table, 'utf8')).toBe(content);
  });
});

describe('a place that cannot be written is refused before the work', () => {
  it.skipIf(process.getuid?.() === 0)(
    'a report, and n-grams in a folder that is still to be made',
    async () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed);
      chmodSync(closed, 0o500);
      for (const [command, flag, file] of [
        ['evaluate', '--report', join(closed, 'report.html')],
        ['baseline', '--out', join(closed, 'ngrams.txt')],
        ['baseline', '--out', join(closed, 'new', 'ngrams.txt')],
      ] as const) {
        expect(await said(command, '--data', join(folder, 'unread.csv'), flag, file)).toEqual({
          code: 2,
          stderr: `reelsense: Cannot write ${file}: no permission to write there. Choose another place.\n`,
        });
      }
      chmodSync(closed, 0o700);
    },
  );

  it('n-grams under a file', async () => {
    const out = join(table, 'new', 'ngrams.txt');
    expect(await said('baseline', '--data', join(folder, 'unread.csv'), '--out', out)).toEqual({
      code: 2,
      stderr: `reelsense: The n-grams cannot go to ${out}: ${table} is a file, not a folder. Choose another place.\n`,
    });
  });
});

it('says that a file stands where a folder should be, for a report and for a language model', async () => {
  const report = join(table, 'report.html');
  expect(await said('evaluate', '--data', table, '--report', report)).toEqual({
    code: 2,
    stderr: `reelsense: The report cannot go to ${report}: ${table} is a file, not a folder. Choose another place.\n`,
  });
  expect(await said('pretrain', '--unlabelled', list, '--out', table)).toEqual({
    code: 2,
    stderr: `reelsense: Cannot write a language model to ${table}: it is not a folder. Choose a new or empty folder.\n`,
  });
  expect(readFileSync(table, 'utf8')).toBe(content);
});
