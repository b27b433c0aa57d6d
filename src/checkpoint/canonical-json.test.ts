import { expect, it } from 'vitest';
import { canonicalJson, canonicalJsonInLines } from './canonical-json.js';

const value = {
  b: [1, 2, 3],
  a: { text: 'a "list": [1] {', empty: [], nothing: {}, points: [{ y: 2, x: 1 }, { x: 'broken\nline }' }] },
};

it('holds the same in lines as in full, keys sorted in both', () => {
  const [full, lines] = [canonicalJson(value), canonicalJsonInLines(value)];
  expect(JSON.parse(lines)).toEqual(value);
  expect(Object.keys(JSON.parse(lines))).toEqual(['a', 'b']);
  expect(lines).toContain('{ "x": 1, "y": 2 }');
  expect(lines).toContain('"b": [ 1, 2, 3 ]');
  expect(lines.length).toBeLessThan(full.length);
});
