import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { KeptResults } from './kept-results.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('keeps results over sittings, in a file that is replaced whole', async () => {
  const file = join(folder, 'new', 'results.json');
  const identity = { languageModel: 'a' };
  await KeptResults.open<number>(file, identity).add(1);
  const before = readFileSync(file, 'utf8');
  const open = openSync(file, 'r');
  await KeptResults.open<number>(file, identity).add(2);
  expect(readFileSync(open, 'utf8')).toBe(before); // nothing is written over what stood there
  closeSync(open);
  expect(KeptResults.open<number>(file, identity).all).toEqual([1, 2]);
  expect(readdirSync(join(folder, 'new'))).toEqual(['results.json']);
});
