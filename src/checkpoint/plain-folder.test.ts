import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { listFolder, makeFolder } from './plain-folder.js';

const root = mkdtempSync(join(tmpdir(), 'reelsense-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('makes a folder and those above it, and leaves one that is there', async () => {
  const folder = join(root, 'a', 'b');
  for (let i = 0; i < 2; i++) await makeFolder(folder);
  expect(await listFolder(join(root, 'a'))).toEqual(['b']);
  expect(await listFolder(join(root, 'none'))).toEqual([]);
});

it('says that a file stands in its place', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  await expect(makeFolder(file)).rejects.toMatchObject({
    code: 'invalid-option',
    message: `Cannot make the folder ${file}: a file stands there. Choose another place.`,
  });
  const inside = join(file, 'a', 'b');
  await expect(makeFolder(inside)).rejects.toMatchObject({
    code: 'invalid-option',
    message: `Cannot write ${inside}: a file stands where a folder above it should be. Choose another place.`,
  });
});
