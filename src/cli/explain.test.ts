import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runCommand } from './fake-streams.test-support.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-explain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('explains the rows of a table with what stands in its column id, mistakes included', async () => {
  const file = join(folder, 'mine.csv');
  writeFileSync(file, 'id,review\na-1,A warm film.\na-2,\n,A dull film.\n');
  const { code, stdout } = await runCommand(['explain', '--model', 'imdb-tiny', '--file', file, '--json']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { words?: unknown; error?: { code: string } });
  expect(lines.map(({ words, error, ...others }) => ({ ...others, code: error?.code }))).toMatchObject([
    { row: 1, id: 'a-1', target: 'positive' },
    { row: 2, id: 'a-2', code: 'empty-text' },
    { row: 3, target: 'positive' },
  ]);
  expect(lines[2]).not.toHaveProperty('id');
  expect(code).toBe(1);
});
