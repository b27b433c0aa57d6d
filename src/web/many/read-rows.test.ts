import { describe, expect, it } from 'vitest';
import { previewOf } from './preview.js';
import { readRows, type SourceRow } from './read-rows.js';
import { type Source, type SourceFormat, sourceOfFile, sourceOfLines } from './source.js';

function source(content: string, format: SourceFormat): Source {
  const blob = new Blob([content]);
  return { name: `reviews.${format}`, size: blob.size, format, content: blob };
}

async function rowsOf(from: Source, textColumn?: number, maximumCharacters = 100): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const row of readRows(from, { textColumn, maximumCharacters })) rows.push(row);
  return rows;
}

describe('reading rows', () => {
  it('takes the column with a usual name, quotes and line ends inside a text included', async () => {
    const rows = await rowsOf(source('id,review\n1,"A ""fine"" film,\nreally"\n2,Fog\n', 'csv'));
    expect(rows).toEqual([{ text: 'A "fine" film,\nreally' }, { text: 'Fog' }]);
  });

  it('takes the column that was chosen', async () => {
    expect(await rowsOf(source('text\tother\na\tb\n', 'tsv'), 1)).toEqual([{ text: 'b' }]);
  });

  it('takes the one that was chosen of two columns with the same name', async () => {
    const twice = source('text,text\nfirst,second\n', 'csv');
    expect((await previewOf(twice)).textColumn).toBe(0);
    expect(await rowsOf(twice, 1)).toEqual([{ text: 'second' }]);
  });

  it('lists what cannot be read in its place, with the reason', async () => {
    const rows = await rowsOf(source(`text,n\ngood,1\nbad\n,3\n${'x'.repeat(101)},4\nlast,5`, 'csv'));
    expect(rows.map((row) => row.problem ?? 'read')).toEqual([
      'read',
      'Row 2 (line 3) has 1 cells where the header has 2 (is a text with a comma quoted?).',
      'The text is empty.',
      'The text has 101 characters; the limit is 100. Shorten or split it.',
      'read',
    ]);
  });

  it('reads JSON Lines, and names a line that is none', async () => {
    const rows = await rowsOf(source('{"text": "a\\nb"}\n{oops\n{"text": null}\n', 'jsonl'));
    expect(rows.map((row) => row.problem ?? row)).toEqual([
      { text: 'a\nb' },
      'Row 2 (line 2) is not a JSON object on one line.',
      'Row 3 (line 3) has no text in column "text".',
    ]);
  });

  it.each(['csv', 'txt'] as const)('marks a text that is not UTF-8 (%s)', async (format) => {
    const bytes = Buffer.from(`${format === 'csv' ? 'text\n' : ''}fine\ncaf\xe9\n`, 'latin1');
    const content = new Blob([bytes]);
    expect(await rowsOf({ name: `reviews.${format}`, size: content.size, format, content })).toEqual([
      { text: 'fine' },
      { text: 'caf\uFFFD', isDamaged: true },
    ]);
  });

  it('reads a line as a review where there is no table, without blank ones', async () => {
    expect(await rowsOf(sourceOfLines('one\r\n\n  \ntwo'))).toEqual([{ text: 'one' }, { text: 'two' }]);
  });

  it('finds the same texts wherever the file is cut into chunks', async () => {
    const bytes = new TextEncoder().encode('text\n"Fade to bläck, 🎬"\nend\n');
    for (let cut = 1; cut < bytes.length; cut++) {
      const stream = () => new Blob([bytes.slice(0, cut)]).stream();
      const content = Object.assign(new Blob([bytes]), {
        stream: () =>
          new ReadableStream<Uint8Array>({
            async start(controller) {
              for await (const chunk of stream()) controller.enqueue(chunk);
              controller.enqueue(bytes.slice(cut));
              controller.close();
            },
          }),
      });
      const rows = await rowsOf({ name: 'cut.csv', size: bytes.length, format: 'csv', content });
      expect(rows).toEqual([{ text: 'Fade to bläck, 🎬' }, { text: 'end' }]);
    }
  });

  it('refuses UTF-16', async () => {
    const content = new Blob([Buffer.from('\uFEFFtext\na', 'utf16le')]);
    const rows = rowsOf({ name: 'wide.csv', size: content.size, format: 'csv', content });
    await expect(rows).rejects.toMatchObject({ code: 'damaged-data' });
  });
});

describe('the preview', () => {
  it('has the first five rows and guesses the column by its name', async () => {
    const lines = Array.from({ length: 9 }, (_, i) => `${i},review ${i}`);
    const preview = await previewOf(source(`id,Review Text\n${lines.join('\n')}`, 'csv'));
    expect(preview).toMatchObject({ columns: ['id', 'Review Text'], textColumn: 1, sure: true });
    expect(preview.rows).toHaveLength(5);
  });

  it('has a first row as long as any that is read', async () => {
    const long = 'x'.repeat(1 << 20);
    for (const content of [`id,text\n1,${long}\n`, `id\ttext\n1\t${long}\n`]) {
      const preview = await previewOf(source(content, content.includes('\t') ? 'tsv' : 'csv'));
      expect(preview.rows).toEqual([['1', 'x'.repeat(300)]]);
    }
    expect((await previewOf(source(`${JSON.stringify({ text: long })}\n`, 'jsonl'))).rows).toHaveLength(1);
  });

  it('takes the longest column where no name is usual, and says so', async () => {
    const preview = await previewOf(source('a,b\n1,a long review of a film\n', 'csv'));
    expect(preview).toMatchObject({ textColumn: 1, sure: false });
  });

  it('is unsure of no column where there is no row', async () => {
    for (const content of ['text,label\n', 'text\n"never closed\n'])
      expect(await previewOf(source(content, 'csv'))).toMatchObject({ rows: [], sure: true });
  });

  it.each<[SourceFormat, string, string | undefined]>([
    ['csv', 'text,n\n', undefined],
    [
      'csv',
      'text\n"never closed\nfine\n',
      'Row 1 (line 2) has a quote, opened on line 2, that is never closed, so that all after it is one cell.',
    ],
    ['jsonl', 'fine\nfine\n', 'Row 1 (line 1) is not a JSON object on one line.'],
    ['jsonl', '{}\n{"text":"fine"}\n', 'The first object, which tells the columns, is empty.'],
    ['txt', 'x'.repeat((4 << 20) + 1), 'Line 1 has more than 4,194,304 bytes.'],
  ])('says why no row can be read (%s)', async (format, content, problem) => {
    expect(await previewOf(source(content, format))).toMatchObject({ rows: [], problem });
  });

  it('reads no JSON as lines of text, but as JSON Lines where that is chosen', async () => {
    const json = { ...source('{"text":"fine"}\n', 'txt'), name: 'mine.json' };
    await expect(previewOf(json)).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(
        /^mine\.json is JSON by its name.*: choose the format JSON Lines if each/,
      ),
    });
    expect((await previewOf({ ...json, format: 'jsonl' })).rows).toEqual([['fine']]);
  });

  it('tells the format from the name of the file', () => {
    const formats = ['a.CSV', 'b.tab', 'c.ndjson', 'd.txt', 'e'].map(
      (name) => sourceOfFile(new File(['x'], name)).format,
    );
    expect(formats).toEqual(['csv', 'tsv', 'jsonl', 'txt', 'txt']);
  });
});
