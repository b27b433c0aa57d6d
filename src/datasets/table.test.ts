import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset, ReadOptions } from './dataset.js';
import { readDataset } from './index.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reelsense-table-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
async function read(
  content: string | Buffer,
  options: ReadOptions = {},
  extension = 'csv',
): Promise<Dataset> {
  const path = join(folder, `reviews-${files++}.${extension}`);
  await writeFile(path, content);
  return readDataset(path, options);
}

const failing = (promise: Promise<unknown>): Promise<{ code: string; message: string }> =>
  promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: { code: string; message: string }) => error,
  );

describe('readDataset on a table', () => {
  it('reads a CSV file with a byte order mark, quotes and line breaks', async () => {
    const content = '\uFEFFReview,Sentiment\r\n"Slow, but\r\n""honest"".",Positive\r\nDull.,negative\r\n';
    const dataset = await read(content);
    expect(dataset).toMatchObject({ format: 'csv', labels: ['negative', 'Positive'], test: [], skipped: [] });
    expect(dataset.train).toEqual([
      { id: 'row-1', text: 'Slow, but\r\n"honest".', label: 1 },
      { id: 'row-2', text: 'Dull.', label: 0 },
    ]);
    expect(dataset.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('reads TSV, semicolons and JSON Lines to the same examples', async () => {
    const tables = await Promise.all([
      read('label\ttext\n0\tDull.\n1\tA joy, really\n', {}, 'tsv'),
      read('label;text\n0;Dull.\n1;A joy, really\n'),
      read('{"label":0,"text":"Dull."}\n\n{"text":"A joy, really","label":"1"}', {}, 'jsonl'),
    ]);
    for (const { train, labels } of tables) {
      expect(labels).toEqual(['0', '1']);
      expect(train).toEqual([
        { id: 'row-1', text: 'Dull.', label: 0 },
        { id: 'row-2', text: 'A joy, really', label: 1 },
      ]);
    }
  });

  it.each(['\n', '\r\n', '\r'])(
    'guesses what separates the cells from the first line alone, ended by %j',
    async (end) => {
      const { train } = await read(['label;text', '0;Dull, really.', '1;A joy, really.', ''].join(end));
      expect(train.map(({ text }) => text)).toEqual(['Dull, really.', 'A joy, really.']);
    },
  );

  it('takes what texts share from a column of its own', async () => {
    const content = 'text,label,group,film\nFine.,x,g1,Metropolis\nPoor.,y,,Nosferatu\n';
    const groups = async (options: ReadOptions): Promise<unknown[]> =>
      (await read(content, options)).train.map(({ group }) => group);
    expect(await groups({})).toEqual(['g1', undefined]);
    expect(await groups({ groupColumn: 'film' })).toEqual(['Metropolis', 'Nosferatu']);
    const error = await failing(read(content, { groupColumn: 'product' }));
    expect(error).toMatchObject({ code: 'missing-column' });
    expect(error.message).toMatch(/product/);
  });

  it('takes the columns that are named, whatever others are called', async () => {
    const content = 'text,note,label,mood\nignored,Fine film.,x,up\nignored,Poor film.,y,down\n';
    const dataset = await read(content, { textColumn: 'note', labelColumn: 'MOOD' });
    expect(dataset.labels).toEqual(['down', 'up']);
    expect(dataset.train[0]).toEqual({ id: 'row-1', text: 'Fine film.', label: 1 });
  });

  it('parts rows by a split column and takes ids from an id column', async () => {
    const dataset = await read(
      'id,text,label,split\na,Good.,1,train\nb,Bad.,0,TEST\nc,Well.,,unsupervised\nd,Odd.,0,validation\n',
    );
    expect(dataset.train.map(({ id }) => id)).toEqual(['a']);
    expect(dataset.development?.map(({ id }) => id)).toEqual(['d']);
    expect(dataset.test).toEqual([{ id: 'b', text: 'Bad.', label: 0 }]);
    expect(dataset.unlabelled).toEqual([{ id: 'c', text: 'Well.', label: -1 }]);
  });

  it('takes split, group and id of JSON Lines from each object, whatever the first has', async () => {
    const lines = [
      { text: 'Good.', label: 1 },
      { id: 'b', text: 'Bad.', label: 0, split: 'test', group: 'g1' },
      { text: 'Well.', label: 1, Split: 'TEST', group: 7 },
      { text: 'Odd.', label: 0, split: null },
    ];
    const dataset = await read(lines.map((line) => JSON.stringify(line)).join('\n'), {}, 'jsonl');
    expect(dataset.train.map(({ id }) => id)).toEqual(['row-1', 'row-4']);
    expect(dataset.test).toEqual([
      { id: 'row-2', text: 'Bad.', label: 0, group: 'g1' },
      { id: 'row-3', text: 'Well.', label: 1, group: '7' },
    ]);
  });

  it('takes a named split column of JSON Lines from the objects that have it', async () => {
    const lines = ['{"text":"Good.","label":1,"fold":"train"}', '{"text":"Bad.","label":0}'];
    const last = '{"text":"Well.","label":1,"FOLD":"test"}';
    const dataset = await read([...lines, last].join('\n'), { splitColumn: 'fold' }, 'jsonl');
    expect([dataset.train, dataset.test].map(({ length }) => length)).toEqual([2, 1]);
    const error = await failing(
      read([last, ...lines].reverse().join('\n'), { splitColumn: 'mood' }, 'jsonl'),
    );
    expect(error.code).toBe('missing-column');
  });

  it('falls back to row numbers when the id column repeats', async () => {
    const dataset = await read('id,text,label\ntt1,Good.,1\ntt1,Bad.,0\n');
    expect(dataset.train.map(({ id }) => id)).toEqual(['row-1', 'row-2']);
  });

  it('takes more than two labels, numbers by value', async () => {
    const dataset = await read('text,stars\na,10\nb,2\nc,1\n');
    expect(dataset.labels).toEqual(['1', '2', '10']);
  });

  it('lists empty reviews as skipped', async () => {
    const dataset = await read('text,label\nGood.,1\n  ,0\n"",\nBad.,0\n');
    expect(dataset.train.map(({ id }) => id)).toEqual(['row-1', 'row-4']);
    expect(dataset.skipped).toEqual([
      { row: 2, reason: 'the text is empty' },
      { row: 3, reason: 'the text is empty' },
    ]);
  });

  const badRows: [string, string | Buffer, RegExp, string?][] = [
    ['is ragged', 'Good, really,1', /has 3 cells where the header has 2/],
    ['has text after a closing quote', '"Good" film,1', /closing quote/],
    ['has a NUL', 'Go\0od,1', /has a NUL character in column "text"/],
    ['has no label', 'Good,', /has no label in column "label"/],
    ['is not UTF-8', Buffer.from('Caf\xe9,1', 'latin1'), /not UTF-8/],
    ['has a huge text', `${'x'.repeat(1024 * 1024 + 1)},1`, /text of more than 1,048,576 bytes/],
    ['is huge', `${'x'.repeat(5 * 1024 * 1024)},1`, /has more than 4,194,304 bytes/],
    ['is not JSON', '{"text":', /is not a JSON object/, 'jsonl'],
    ['is a list', '["Good.", 1]', /is not a JSON object/, 'jsonl'],
    ['has no text', '{"label":1}', /has no text in column "text"/, 'jsonl'],
    ['has an object for text', '{"text":{},"label":1}', /has no text in column "text"/, 'jsonl'],
    ['has null for a label', '{"text":"Good.","label":null}', /has no label/, 'jsonl'],
  ];

  it.each(badRows)('names a row that %s, or skips it when asked', async (_, row, why, extension = 'csv') => {
    const good =
      extension === 'csv'
        ? ['Dull.,0', 'Fine.,1']
        : ['{"text":"Dull.","label":0}', '{"text":"Fine.","label":1}'];
    const lines = [...(extension === 'csv' ? ['text,label'] : []), good[0] ?? '', row, good[1] ?? ''];
    const content = Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]));
    const error = await failing(read(content, {}, extension));
    expect(error.code).toBe('damaged-data');
    expect(error.message).toMatch(why);
    expect(error.message).toContain(extension === 'csv' ? 'row 2 (line 3)' : 'row 2 (line 2)');
    expect(error.message).toContain('--skip-bad-rows');
    const dataset = await read(content, { skipBadRows: true }, extension);
    expect(dataset.train.map(({ id }) => id)).toEqual(['row-1', 'row-3']);
    expect(dataset.skipped).toEqual([{ row: 2, reason: expect.stringMatching(why) }]);
  });

  it('refuses an unknown split, and names it', async () => {
    const error = await failing(read('text,label,split\nGood.,1,tset\n'));
    expect(error.message).toMatch(
      /row 1 .*"tset" in column "split", which should be train, development \(or validation\), test or unlabelled/,
    );
  });

  it.each<[string, string, string, RegExp, ReadOptions?]>([
    [
      'no label column',
      'text,note\na,b\n',
      'missing-column',
      /has no label column: its columns are "text", "note"/,
    ],
    ['no text column', 'words,label\na,b\n', 'missing-column', /textColumn \(--text-column\)/],
    [
      'not the named column',
      'text,label\na,b\n',
      'missing-column',
      /no column "mood"/,
      { labelColumn: 'mood' },
    ],
    [
      'one column for both',
      'text,label\na,b\n',
      'invalid-option',
      /column "text" is named for the text and for the label/,
      { labelColumn: 'text' },
    ],
    ['one label only', 'text,label\na,1\nb,1\n', 'too-few-labels', /only the label "1"/],
    ['nothing', '', 'empty-text', /has no rows/],
    ['a header alone', 'text,label\n', 'empty-text', /has no rows/],
    ['empty reviews alone', 'text,label\n ,1\n,0\n', 'empty-text', /all 2 were left out/],
    [
      'an open quote',
      'text,label\nGood.,1\n"Bad.,0\n',
      'damaged-data',
      /row 2 \(line 3\) has a quote.*never closed/,
    ],
  ])('refuses a file with %s', async (_, content, code, message, options = {}) => {
    const error = await failing(read(content, options));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('refuses a column of a thousand different values as labels', async () => {
    const rows = Array.from({ length: 1002 }, (_, i) => `a film,${i}`).join('\n');
    expect((await failing(read(`text,label\n${rows}`))).message).toMatch(/more than 1000 different values/);
  });

  it('refuses a label that no model folder would hold', async () => {
    const error = await failing(read(`text,label\na film,good\nanother,${'x'.repeat(201)}`));
    expect(error.message).toMatch(/has a label of 201 characters, "x{40}…"; the limit is 200/);
  });

  it('refuses UTF-16, and says to save it as UTF-8', async () => {
    const error = await failing(read(Buffer.from('\uFEFFtext,label\na,1\n', 'utf16le')));
    expect(error).toMatchObject({
      code: 'damaged-data',
      message: expect.stringContaining('save it as UTF-8'),
    });
  });

  it('refuses a missing file and an unknown kind of file', async () => {
    expect(await failing(readDataset(join(folder, 'none.csv')))).toMatchObject({ code: 'file-not-found' });
    expect(await failing(read('text', {}, 'docx'))).toMatchObject({ code: 'invalid-option' });
  });

  it('refuses an option that there is not', async () => {
    const mistyped: object = { textcolumn: 'review' };
    expect(await failing(readDataset(join(folder, 'none.csv'), mistyped))).toMatchObject({
      code: 'invalid-option',
      message: expect.stringMatching(/no option "textcolumn"; choose among textColumn/),
    });
  });

  it('stops when it is told to', async () => {
    const reason = new Error('Enough.');
    await expect(read('text,label\na,1\n', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
