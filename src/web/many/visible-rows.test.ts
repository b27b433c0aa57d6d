import { describe, expect, it } from 'vitest';
import { visibleRows } from './visible-rows.js';

describe('the rows in the window', () => {
  const geometry = { rowHeight: 44, windowHeight: 440 };

  it('are those at the scroll position, with some beside', () => {
    const seen = visibleRows({ ...geometry, rows: 1000, scrollTop: 4400 });
    expect(seen).toEqual({ first: 92, end: 118, top: 92 * 44, height: 44_000 });
  });

  it('begin at the first and end at the last', () => {
    expect(visibleRows({ ...geometry, rows: 5, scrollTop: 0 })).toEqual({
      first: 0,
      end: 5,
      top: 0,
      height: 220,
    });
    expect(visibleRows({ ...geometry, rows: 100, scrollTop: 1e9 }).end).toBe(100);
  });

  it('reach the last of a million, where the page is less high than the rows', () => {
    const rows = 1_000_000;
    const { height } = visibleRows({ ...geometry, rows, scrollTop: 0 });
    const last = visibleRows({ ...geometry, rows, scrollTop: height - 440 });
    expect(height).toBe(8_000_000);
    expect(last.end).toBe(rows);
    expect(last.top + (last.end - last.first) * 44).toBeCloseTo(height, 3);
  });
});
