import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type StreamOptions, streamTexts } from './stream.js';

/** The entries of `content`, sent in pieces of `pieceBytes`, each as [row, text or code of the error]. */
async function entriesOf(
  content: string | Buffer,
  options: StreamOptions = {},
  pieceBytes = 5,
): Promise<[number, string][]> {
  const bytes = Buffer.from(content as string);
  const pieces = Array.from({ length: Math.ceil(bytes.byteLength / pieceBytes) }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );
  const entries: [number, string][] = [];
  for await (const { row, text, error } of streamTexts(Readable.from(pieces), options)) {
    entries.push([row, error === undefined ? text : error.code]);
  }
  return entries;
}

describe('streamTexts', () => {
  it('gives a text a line, with any line end and without the byte order mark', async () => {
    expect(await entriesOf('\uFEFFFirst.\r\nSecond, café.\n\n  \nLast.')).toEqual([
      [1, 'First.'],
      [2, 'Second, café.'],
      [3, 'empty-text'],
      [4, 'empty-text'],
      [5, 'Last.'],
    ]);
    expect(await entriesOf('a\n')).toEqual([[1, 'a']]);
    expect(await entriesOf('')).toEqual([]);
  });

  it('gives an error for a line that is too long, and goes on', async () => {
    const long = 'x'.repeat(101);
    const fits = 'y'.repeat(100);
    expect(
      await entriesOf(`${long}\n${fits}\r\n${long}\r\n${fits}\n${long}`, { maximumBytes: 100 }, 9),
    ).toEqual([
      [1, 'text-too-long'],
      [2, fits],
      [3, 'text-too-long'],
      [4, fits],
      [5, 'text-too-long'],
    ]);
  });

  it('replaces what is not UTF-8 and counts it', async () => {
    const bytes = Buffer.concat([Buffer.from('good \uFFFD\n'), Buffer.from('caf\xe9 \xff\n', 'latin1')]);
    const entries = [];
    for await (const entry of streamTexts(Readable.from([bytes]))) entries.push(entry);
    expect(entries).toEqual([
      { row: 1, text: 'good \uFFFD', replaced: 0 },
      { row: 2, text: 'caf\uFFFD \uFFFD', replaced: 2 },
    ]);
  });

  it('reads the text column of CSV, TSV and JSON Lines', async () => {
    const csv = 'id,review\n1,"Two\nlines"\n2,\n3,a,b\n4,Fine.\n';
    expect(await entriesOf(csv, { format: 'csv' })).toEqual([
      [1, 'Two\nlines'],
      [2, 'empty-text'],
      [3, 'damaged-data'],
      [4, 'Fine.'],
    ]);
    expect(await entriesOf('a\tb\nx\ty\n', { format: 'tsv', textColumn: 'b' })).toEqual([[1, 'y']]);
    const jsonl = '{"text":"One."}\nnot json\n{"text":3}\n{"other":"x"}\n{"text":"Two."}';
    expect(await entriesOf(jsonl, { format: 'jsonl' })).toEqual([
      [1, 'One.'],
      [2, 'damaged-data'],
      [3, '3'],
      [4, 'damaged-data'],
      [5, 'Two.'],
    ]);
    const long = `text\n"${'x\n'.repeat(200)}"\nshort\n`;
    expect(await entriesOf(long, { format: 'csv', maximumBytes: 100 })).toEqual([
      [1, 'text-too-long'],
      [2, 'short'],
    ]);
  });

  it('brings the id of an object of JSON Lines, whatever the first has', async () => {
    const content = '{"text":"One."}\n{"ID":7,"text":"Two."}\n{"text":"Three."}\n';
    const ids = [];
    for await (const { id } of streamTexts(Readable.from([content]), { format: 'jsonl' })) ids.push(id);
    expect(ids).toEqual([undefined, '7', undefined]);
  });

  it('fails as a whole without the text column, without the file, and on UTF-16', async () => {
    await expect(entriesOf('a,b\n1,2\n', { format: 'csv' })).rejects.toMatchObject({
      code: 'missing-column',
    });
    await expect(entriesOf('{}\n{"text":"Fine."}\n', { format: 'jsonl' })).rejects.toThrow(
      'The input has no text column: its first object, which tells the columns, is empty; name it',
    );
    await expect(streamTexts('/nowhere/at/all.txt').next()).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(entriesOf(Buffer.from('\uFEFFa', 'utf16le'))).rejects.toMatchObject({
      code: 'damaged-data',
    });
  });

  it.each([
    ['gzip', [0x1f, 0x8b, 8, 0], /The input is compressed \(gzip\): unpack it first/],
    ['a spreadsheet', [0x50, 0x4b, 3, 4], /a zip archive or a spreadsheet: unpack it, or save it as CSV/],
    ['a PDF', [...Buffer.from('%PDF-1.7')], /is a PDF/],
  ])('reads no text out of %s', async (_, bytes, message) => {
    for (const format of ['txt', 'csv', 'jsonl'] as const)
      await expect(entriesOf(Buffer.from(bytes), { format }, 1)).rejects.toThrow(message);
  });

  it('takes the format from the name of a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reelsense-stream-'));
    const path = join(folder, 'reviews.jsonl');
    await writeFile(path, '{"text":"Fine."}\n');
    expect(await streamTexts(path).next()).toMatchObject({ value: { row: 1, text: 'Fine.' } });
    await rm(folder, { recursive: true });
  });

  it('reads no JSON as lines of text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reelsense-stream-'));
    const path = join(folder, 'reviews.json');
    await writeFile(path, '{"text":"Fine."}\n');
    await expect(streamTexts(path).next()).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(/^"reviews\.json" is JSON by its name.* call it \.jsonl/),
    });
    expect(await streamTexts(path, { format: 'jsonl' }).next()).toMatchObject({ value: { text: 'Fine.' } });
    await rm(folder, { recursive: true });
  });

  it('tells of a text in the place of a path', async () => {
    const text = 'A film that I would see again. '.repeat(20);
    await expect(streamTexts(text).next()).rejects.toMatchObject({
      code: 'file-not-found',
      message:
        '"A film that I would see again. A film th…" is too long for the name of a file: check the path.',
    });
  });

  it('stops a stream that would never end when it is told to', async () => {
    const stop = new AbortController();
    const reason = new Error('Enough.');
    const endless = new Readable({ read() {} });
    endless.push('One.\n');
    const texts = streamTexts(endless, { signal: stop.signal });
    expect((await texts.next()).value).toMatchObject({ text: 'One.' });
    const next = texts.next();
    stop.abort(reason);
    await expect(next).rejects.toBe(reason);
    expect(endless.destroyed).toBe(true);
  });

  it.each<['txt' | 'csv']>([['txt'], ['csv']])('stays flat in memory on 150 MB of %s', async (format) => {
    const line = Buffer.from(`${'A long and winding review. '.repeat(40)}\n`.repeat(64));
    const monster = Buffer.alloc(line.byteLength, 'x'); // lines of 64 MB in between
    function* endless(): Generator<Buffer> {
      yield Buffer.from('text\n');
      for (let sent = 0, i = 0; sent < 150e6; sent += line.byteLength, i++)
        yield i % 2000 < 1000 ? line : monster;
    }
    global.gc?.();
    let peak = 0;
    const before = process.memoryUsage().rss;
    const counts = { texts: 0, errors: 0 };
    for await (const { error } of streamTexts(Readable.from(endless()), { format })) {
      if (error === undefined) counts.texts++;
      else counts.errors++;
      if ((counts.texts & 1023) === 0) peak = Math.max(peak, process.memoryUsage().rss);
    }
    expect(counts.texts).toBeGreaterThan(60_000);
    expect(counts.errors).toBe(1);
    expect((peak - before) / 1e6).toBeLessThan(120);
  });
});
