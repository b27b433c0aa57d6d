import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../datasets/index.js';
import { Console } from './console.js';
import { fakeStreams } from './fake-streams.test-support.js';
import { withUnlabelledFiles } from './unlabelled-texts.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-unlabelled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const dataset: Dataset = {
  name: 'made up',
  path: '',
  format: 'csv',
  sha256: '',
  labels: ['no', 'yes'],
  train: [],
  test: [],
  unlabelled: [{ id: 'row-1', text: 'its own', label: -1 }],
  skipped: [],
};

describe('texts without labels', () => {
  it('come from lines and from tables, behind those of the data set, without their labels', async () => {
    const { streams } = fakeStreams();
    const paths = [
      file('lines.txt', 'first\n\nsecond\n'),
      file('table.csv', 'text,label\nthird,yes\n"four, th",no\n'),
    ];
    const { unlabelled } = await withUnlabelledFiles(dataset, paths, {
      console: new Console(streams),
      signal: new AbortController().signal,
    });
    expect(unlabelled.map(({ text }) => text)).toEqual(['its own', 'first', 'second', 'third', 'four, th']);
    expect(unlabelled.every(({ label }) => label === -1)).toBe(true);
    expect(new Set(unlabelled.map(({ id }) => id)).size).toBe(5);
  });

  it('have the ids of their table, and are told of where they are not UTF-8', async () => {
    const { streams, written } = fakeStreams();
    writeFileSync(join(folder, 'ids.csv'), Buffer.from('id,text\na7,caf\xe9\n,fine\n', 'latin1'));
    const { unlabelled } = await withUnlabelledFiles(dataset, [join(folder, 'ids.csv')], {
      console: new Console(streams),
      signal: new AbortController().signal,
    });
    expect(unlabelled.map(({ id }) => id)).toEqual(['row-1', 'a7', 'ids.csv/2']);
    expect(written.stderr).toContain('Note: 1 text of');
    expect(written.stderr).toContain('not UTF-8');
  });

  it('must be there', async () => {
    const options = { console: new Console(fakeStreams().streams), signal: new AbortController().signal };
    await expect(withUnlabelledFiles(dataset, [file('empty.txt', '\n\n')], options)).rejects.toMatchObject({
      code: 'empty-text',
      message: expect.stringContaining('empty.txt" holds no text'),
    });
    await expect(withUnlabelledFiles(dataset, [join(folder, 'no.txt')], options)).rejects.toMatchObject({
      code: 'file-not-found',
    });
  });
});
