import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDataset } from './index.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelsense-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

describe('readDataset on a folder', () => {
  it('reads the unpacked archive, from its folder or the one above, in the order of ids', async () => {
    await write({
      'aclImdb/train/pos/0_9.txt': 'A joy.',
      'aclImdb/train/neg/0_3.txt': 'A bore.',
      'aclImdb/train/unsup/0_0.txt': 'A film.',
      'aclImdb/train/unsupBow.feat': '0 9:1',
      'aclImdb/test/pos/0_10.txt': 'Bravo!',
      'aclImdb/test/neg/.hidden.txt': 'x',
      'aclImdb/README': 'About.',
    });
    await symlink(join(folder, 'aclImdb/README'), join(folder, 'aclImdb/test/neg/1_1.txt'));
    const [above, inside] = await Promise.all([readDataset(folder), readDataset(join(folder, 'aclImdb'))]);
    expect(above.labels).toEqual(['negative', 'positive']);
    expect(above.train).toEqual([
      { id: 'train/neg/0_3.txt', text: 'A bore.', label: 0 },
      { id: 'train/pos/0_9.txt', text: 'A joy.', label: 1 },
    ]);
    expect(above.unlabelled).toEqual([{ id: 'train/unsup/0_0.txt', text: 'A film.', label: -1 }]);
    expect(above.test.map(({ id }) => id)).toEqual(['test/pos/0_10.txt']);
    expect(inside).toMatchObject({ name: 'aclImdb', sha256: above.sha256, train: above.train });
    await write({ 'aclImdb/train/urls_pos.txt': 'http://www.imdb.com/title/tt0018515/usercomments\n' });
    const withFilms = await readDataset(folder);
    expect(withFilms.train.map(({ group }) => group)).toEqual([undefined, 'tt0018515']);
    expect(withFilms.sha256).toBe(above.sha256);
    await write({ 'aclImdb/train/pos/0_9.txt': 'A joy!' });
    expect((await readDataset(folder)).sha256).not.toBe(above.sha256);
  });

  it('takes any folders for labels and .TXT for .txt, skips empty files and reports progress', async () => {
    await write({
      'train/wry/a.txt': 'Ha.',
      'train/grim/b.txt': 'Oh.',
      'train/grim/c.txt': ' ',
      'train/mad/d.TXT': '!',
    });
    const progress: number[][] = [];
    const dataset = await readDataset(folder, { onProgress: (...call) => progress.push(call) });
    expect(dataset.labels).toEqual(['grim', 'mad', 'wry']);
    expect(dataset.train.map(({ id, label }) => [id, label])).toEqual([
      ['train/grim/b.txt', 0],
      ['train/mad/d.TXT', 1],
      ['train/wry/a.txt', 2],
    ]);
    expect(dataset.skipped).toEqual([{ row: 2, reason: 'train/grim/c.txt is empty' }]);
    expect(progress).toEqual([[4, 4]]);
  });

  it.each(['development', 'validation'])('takes a folder "%s" for the development part', async (own) => {
    await write({
      'train/pos/0_9.txt': 'A joy.',
      'train/neg/0_3.txt': 'A bore.',
      'test/pos/0_10.txt': 'Bravo!',
    });
    const without = await readDataset(folder);
    expect(without).not.toHaveProperty('development');
    await write({
      [`${own}/neg/1_2.txt`]: 'Meh.',
      [`${own}/pos/1_8.txt`]: 'Fine.',
      [`${own}/unsup/1_0.txt`]: 'A film.',
    });
    const dataset = await readDataset(folder);
    expect(dataset.development).toEqual([
      { id: `${own}/neg/1_2.txt`, text: 'Meh.', label: 0 },
      { id: `${own}/pos/1_8.txt`, text: 'Fine.', label: 1 },
    ]);
    expect(dataset).toMatchObject({ train: without.train, test: without.test, unlabelled: [] });
    expect(dataset.sha256).not.toBe(without.sha256);
  });

  it('names a file that is not UTF-8, or skips it when asked', async () => {
    await write({
      'train/neg/a.txt': Buffer.from('Caf\xe9', 'latin1'),
      'train/neg/b.txt': 'No.',
      'train/pos/c.txt': 'Yes.',
    });
    await expect(readDataset(folder)).rejects.toMatchObject({
      code: 'damaged-data',
      message: expect.stringMatching(/a\.txt" has bytes that are not UTF-8.*--skip-bad-rows/),
    });
    const dataset = await readDataset(folder, { skipBadRows: true });
    expect(dataset.train).toHaveLength(2);
    expect(dataset.skipped).toHaveLength(1);
  });

  it('refuses a folder without reviews, with one label, or with empty reviews alone', async () => {
    await expect(readDataset(folder)).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('train/<label>/'),
    });
    await write({ 'train/neg/a.txt': 'No.' });
    await expect(readDataset(folder)).rejects.toMatchObject({ code: 'too-few-labels' });
    await write({ 'train/neg/a.txt': '', 'train/pos/a.txt': '' });
    await expect(readDataset(folder)).rejects.toMatchObject({ code: 'empty-text' });
  });

  it.skipIf(process.getuid?.() === 0)('names a folder of a label that may not be read', async () => {
    await write({ 'train/neg/a.txt': 'No.', 'train/pos/a.txt': 'Yes.' });
    await chmod(join(folder, 'train/neg'), 0);
    await expect(readDataset(folder)).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringMatching(/neg" may not be read by this user: check the folder\.$/),
    });
    await chmod(join(folder, 'train/neg'), 0o700);
  });

  it('reads the archive that a folder holds', async () => {
    await write({ 'aclImdb_v1.tar.gz': 'no archive' });
    await expect(readDataset(folder)).rejects.toMatchObject({
      code: 'damaged-data',
      message: expect.stringContaining('aclImdb_v1.tar.gz'),
    });
  });
});
