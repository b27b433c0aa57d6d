import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { type DelimitedRecord, DelimitedScanner, guessDelimiter } from './delimited.js';

function scan(text: string, maximumBytes = 1000, chunkBytes = 7): DelimitedRecord[] {
  const scanner = new DelimitedScanner(44, maximumBytes);
  const bytes = Buffer.from(text);
  const records: DelimitedRecord[] = [];
  for (let start = 0; start < bytes.byteLength; start += chunkBytes) {
    records.push(...scanner.push(bytes.subarray(start, start + chunkBytes)));
  }
  records.push(...scanner.end());
  return records;
}

const cellsOf = (records: DelimitedRecord[]): string[][] =>
  records.map(({ cellCount, cell }) =>
    Array.from({ length: cellCount }, (_, i) => Buffer.from(cell(i)).toString()),
  );

describe('DelimitedScanner', () => {
  it('reads quotes, line breaks in cells, empty cells and any line end', () => {
    const records = scan('a,b\r\n"x, ""y""","1\r\n2"\n,\r"",é', 1000, 3);
    expect(cellsOf(records)).toEqual([
      ['a', 'b'],
      ['x, "y"', '1\r\n2'],
      ['', ''],
      ['', 'é'],
    ]);
    expect(records.map(({ line }) => line)).toEqual([1, 2, 4, 5]);
    expect(records.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('keeps a quote inside a bare cell as it stands', () => {
    expect(cellsOf(scan('a 6" screen,b'))).toEqual([['a 6" screen', 'b']]);
  });

  it('marks a record with text after a closing quote, and goes on', () => {
    const records = scan('"a"b,c\nd,e');
    expect(records[0]?.problem).toMatch(/after a closing quote/);
    expect(cellsOf(records)[1]).toEqual(['d', 'e']);
  });

  it('says over which lines a quote that is closed too late has run', () => {
    const problems = (text: string) => scan(text).flatMap(({ problem }) => problem ?? []);
    expect(problems('"a"b,c\nd,e\n')).toEqual([expect.not.stringContaining('line')]);
    expect(problems('a,b\n"c,d\ne,f\n"g",h\n')).toEqual([
      expect.stringMatching(/written twice\); its cell goes from line 2 to line 4$/),
    ]);
    expect(problems('a,b\n"c,d\ne,f\n')).toEqual([
      expect.stringMatching(/so that all after it is one cell$/),
    ]);
  });

  it('marks a quote that is never closed, with its line', () => {
    const records = scan('a,b\nc,"d\ne');
    expect(records).toHaveLength(2);
    expect(records[1]?.problem).toMatch(/opened on line 2, that is never closed/);
  });

  it('drops a record that is too long, however it is built, and goes on', () => {
    for (const long of [
      'x'.repeat(200),
      `"${'x\n'.repeat(100)}"`,
      ','.repeat(200),
      `"${'""'.repeat(100)}"`,
    ]) {
      const records = scan(`a,b\n${long}\nc,d`, 50);
      expect(records.map(({ tooLong }) => tooLong)).toEqual([false, true, false]);
      expect(records[1]?.problem).toMatch(/more than 50 bytes/);
      expect(cellsOf(records)[2]).toEqual(['c', 'd']);
    }
  });

  it('takes linear time on quotes and commas alone', () => {
    for (const piece of ['""', '"', ',', '",']) {
      const start = performance.now();
      scan(piece.repeat(2e6), 1024 * 1024, 8e6);
      expect(performance.now() - start).toBeLessThan(3000); // about 100; a scan to the end for each took minutes
    }
  });

  it('agrees with csv-parse on 3,000 random files', () => {
    const random = new Random(11);
    const pick = (pieces: readonly string[]): string => pieces[random.integer(pieces.length)] ?? '';
    const cells = ['', 'a', 'bc', 'é', ' ', '"x,\ny"', '"say ""hi"""', '""', '"\r\n"'];
    const separators = [',', ',', '\n', '\r\n'];
    const anything = [...cells, ...separators, '"', '""'];
    let compared = 0;
    for (let round = 0; round < 3000; round++) {
      const well = round % 2 === 0;
      const parts = Array.from({ length: 1 + random.integer(10) }, () =>
        well ? pick(cells) + pick(separators) : pick(anything),
      );
      const text = `h\n${parts.join('')}`;
      const records = scan(text, 1000, 1 + random.integer(9));
      let expected: string[][];
      try {
        expected = parse(text, {
          record_delimiter: ['\r\n', '\n'],
          relax_column_count: true,
          skip_empty_lines: true,
        }) as string[][];
      } catch {
        continue; // it refuses quotes that we keep as they stand, or mark
      }
      compared++;
      expect(records.filter(({ problem }) => problem !== undefined)).toEqual([]);
      const blank = (cells: readonly string[]): boolean => cells.length === 1 && cells[0] === '';
      expect(cellsOf(records).filter((cells) => !blank(cells))).toEqual(
        expected.filter((cells) => !blank(cells)),
      );
    }
    expect(compared).toBeGreaterThan(1500);
  });
});

describe('guessDelimiter', () => {
  it.each([
    ['text,label', ','],
    ['text;label', ';'],
    ['text\tlabel', '\t'],
    ['"a,b";label', ';'],
    ['text', ','],
  ])('takes %j to be separated by %j', (line, delimiter) => {
    expect(String.fromCharCode(guessDelimiter(Buffer.from(line)))).toBe(delimiter);
  });
});
