import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvCell, csvLine } from './spreadsheet.js';

describe('csvCell', () => {
  it.each([
    ['plain words', 'plain words'],
    ['=1+1', "'=1+1"],
    ['+1', '+1'],
    ['-1', '-1'],
    ['-0.5', '-0.5'],
    ['-1+1', "'-1+1"],
    ['-1\n', '"\'-1\n"'],
    ['-a', "'-a"],
    ['+-1', "'+-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['1 = 1', '1 = 1'],
    ['', ''],
  ])('writes %j as %s', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it('leaves numbers as they are', () => {
    expect(csvLine([-0.5, 'ok'])).toBe('-0.5,ok\r\n');
  });

  it('gives lines that read back', () => {
    const cells = ['a "b", c', 'two\nlines', ' space '];
    expect(parse(csvLine(cells))).toEqual([cells]);
  });
});
