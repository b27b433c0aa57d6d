import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from './archive.js';
import { knownArchives } from './imdb.js';
import { splitDataset } from './index.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelsense-archive-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Entry = [name: string, content: string, type?: 'file' | 'symlink'];

const whole: Entry[] = [
  ['aclImdb/README', 'About these reviews.'],
  ['aclImdb/train/neg/0_3.txt', 'The boat scene sinks the film.'],
  ['aclImdb/train/pos/0_9.txt', 'A warm café comedy — loved it.'],
  ['aclImdb/train/unsup/0_0.txt', 'Seen on a plane.'],
  ['aclImdb/test/neg/0_2.txt', 'Two hours that I want back.'],
  ['aclImdb/test/pos/0_10.txt', 'Bravo!'],
];
const one = { 'train/neg': 1, 'train/pos': 1, 'train/unsup': 1, 'test/neg': 1, 'test/pos': 1 };

async function archiveOf(entries: Entry[], change = (bytes: Buffer): Buffer => bytes): Promise<string> {
  const tar = pack();
  for (const [name, content, type = 'file'] of entries) {
    if (type === 'symlink') tar.entry({ name, type, linkname: content });
    else tar.entry({ name }, content);
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const bytes = change(gzipSync(Buffer.concat(chunks)));
  const path = join(folder, `${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.tar.gz`);
  await writeFile(path, bytes);
  return path;
}

describe('readArchive', () => {
  it('takes the reviews with their ids and labels and passes over other files', async () => {
    const path = await archiveOf(whole);
    const progress: [number, number][] = [];
    const dataset = await readArchive(
      path,
      { onProgress: (done, total) => progress.push([done, total]) },
      one,
    );
    expect(dataset.labels).toEqual(['negative', 'positive']);
    expect(dataset.train).toEqual([
      { id: 'train/neg/0_3.txt', text: 'The boat scene sinks the film.', label: 0 },
      { id: 'train/pos/0_9.txt', text: 'A warm café comedy — loved it.', label: 1 },
    ]);
    expect(dataset.test.map(({ id, label }) => [id, label])).toEqual([
      ['test/neg/0_2.txt', 0],
      ['test/pos/0_10.txt', 1],
    ]);
    expect(dataset.unlabelled).toEqual([{ id: 'train/unsup/0_0.txt', text: 'Seen on a plane.', label: -1 }]);
    const bytes = await readFile(path);
    expect(dataset.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(progress.at(-1)).toEqual([bytes.byteLength, bytes.byteLength]);
  });

  it('takes the films of the reviews from the lists that stand beside them', async () => {
    const path = await archiveOf([
      [
        'aclImdb/train/urls_neg.txt',
        'http://www.imdb.com/title/tt0064354/usercomments\nhttp://films.example/7\n',
      ],
      ...whole,
      ['aclImdb/train/neg/1_1.txt', 'Dull.'],
      ['aclImdb/train/urls_unsup.txt', 'http://www.imdb.com/title/tt0018515/usercomments\n'],
      ['aclImdb/train/urls_pos.txt', ''],
    ]);
    const { train, unlabelled, test } = await readArchive(path, {}, { ...one, 'train/neg': 2 });
    expect([...train, ...unlabelled, ...test].map(({ id, group }) => [id, group])).toEqual([
      ['train/neg/0_3.txt', 'tt0064354'],
      ['train/pos/0_9.txt', undefined],
      ['train/neg/1_1.txt', 'http://films.example/7'],
      ['train/unsup/0_0.txt', 'tt0018515'],
      ['test/neg/0_2.txt', undefined],
      ['test/pos/0_10.txt', undefined],
    ]);
  });

  it('does not take names that only look like those of reviews, nor links', async () => {
    const path = await archiveOf([
      ...whole,
      ['../aclImdb/train/neg/1_1.txt', 'outside'],
      ['/aclImdb/train/neg/2_1.txt', 'absolute'],
      ['aclImdb/train/neg/../neg/3_1.txt', 'roundabout'],
      ['aclImdb/train/neg/4_1.txt.exe', 'another kind'],
      ['aclImdb/train/neg/5_1.txt', '/etc/passwd', 'symlink'],
    ]);
    const dataset = await readArchive(path, {}, one);
    expect(dataset.train.map(({ id }) => id)).toEqual(['train/neg/0_3.txt', 'train/pos/0_9.txt']);
  });

  it('lists an empty review as skipped', async () => {
    const entries = whole.map(([name, content]): Entry => [name, name.includes('unsup') ? ' \n' : content]);
    const dataset = await readArchive(await archiveOf(entries), {}, one);
    expect(dataset.unlabelled).toEqual([]);
    expect(dataset.skipped).toEqual([{ row: 3, reason: 'train/unsup/0_0.txt is empty' }]);
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    ['is cut off', () => archiveOf(whole, (bytes) => bytes.subarray(0, -20)), /unexpected end of file/],
    ['is cut off to nothing', () => archiveOf(whole, () => Buffer.alloc(0)), /unexpected end of file/],
    ['has changed bytes', () => archiveOf(whole, (bytes) => bytes.fill(0, 100, 140)), /invalid|incorrect/],
    [
      'is no archive',
      () => archiveOf(whole, () => Buffer.from('<html>not found</html>')),
      /incorrect header/,
    ],
    ['packs something else', () => archiveOf(whole, () => gzipSync('x'.repeat(5000))), /tar/i],
    ['lacks a review', () => archiveOf(whole.slice(0, -1)), /test\/pos holds 0 reviews, not 1/],
    ['has a review twice', () => archiveOf([...whole, ['aclImdb/train/neg/0_3.txt', 'again']]), /twice/],
    [
      'has a huge list of films',
      () => archiveOf([...whole, ['aclImdb/train/urls_pos.txt', 'x'.repeat(16 * 1024 * 1024 + 1)]]),
      /urls_pos\.txt has more than 16777216 bytes/,
    ],
    [
      'has a huge review',
      () => archiveOf([...whole, ['aclImdb/train/neg/1_1.txt', 'x'.repeat(1024 * 1024 + 1)]]),
      /1_1\.txt has more than 1048576 bytes/,
    ],
  ])('refuses an archive that %s, with its hash and what to do', async (_, make, why) => {
    const path = await make();
    const found = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    const error: unknown = await readArchive(path, {}, one).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ReelsenseError', code: 'damaged-data' });
    const { message } = error as Error;
    expect(message).toMatch(why);
    expect(message).toContain(found);
    expect(message).toContain('c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe');
    expect(message).toContain('reelsense data imdb');
  });

  it('does not tell somebody to delete an archive of their own', async () => {
    const path = await archiveOf([['mine/train/neg/a.txt', 'No.']]);
    const error: unknown = await readArchive(path).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'damaged-data', message: expect.stringContaining('unpack it') });
    expect((error as Error).message).not.toContain('delete');
  });

  it('says what to do when there is no archive', async () => {
    await expect(readArchive(join(folder, 'none.tar.gz'))).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringContaining('reelsense data imdb'),
    });
  });

  it('stops when it is told to', async () => {
    const path = await archiveOf(whole);
    const stop = new AbortController();
    const reason = new Error('Enough.');
    const reading = readArchive(path, { signal: stop.signal, onProgress: () => stop.abort(reason) }, one);
    await expect(reading).rejects.toBe(reason);
  });
});

const real =
  process.env.REELSENSE_DATA ??
  fileURLToPath(new URL('../../../shared/data/aclImdb_v1.tar.gz', import.meta.url));
const title = existsSync(real) ? 'the real archive' : `the real archive (skipped: there is no ${real})`;

describe.skipIf(!existsSync(real))(title, () => {
  it('is read whole, and its overlaps are dropped', async () => {
    const dataset = await readArchive(real);
    expect(knownArchives).toContain(dataset.sha256);
    expect([dataset.train.length, dataset.test.length, dataset.unlabelled.length]).toEqual([
      25_000, 25_000, 50_000,
    ]);
    const { counts } = splitDataset(dataset, { developmentFraction: 0.1, seed: 1 });
    expect(counts).toMatchObject({
      overlapWithTestDropped: 393,
      duplicatesDropped: 585,
      unlabelledOverlapDropped: 354,
      train: 22_303,
      development: 2_478,
      test: 25_000,
      unlabelled: 48_887,
      groups: 3_425,
    });
    const exclude = new Set(dataset.train.filter((_, i) => i % 33 === 0).map(({ id }) => id));
    const clean = splitDataset(dataset, { developmentFraction: 0.1, seed: 1, exclude });
    expect(clean.counts.excluded).toBe(exclude.size);
    const films = new Set(clean.train.map(({ group }) => group));
    expect(clean.development.filter(({ group }) => group === undefined || films.has(group))).toEqual([]);
    const used = [clean.train, clean.development, clean.unlabelled].flat();
    expect(used.filter(({ id }) => exclude.has(id))).toEqual([]);
    expect(new Set(used.map(({ text }) => text)).size).toBe(used.length);
  });
});
