import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { defaults } from '../training/index.js';
import { readSpace } from './search-space.js';

const folder = mkdtempSync(join(tmpdir(), 'reelsense-space-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fixed = { base: defaults, given: {}, pretrained: {} };

it('reads a space that an editor has begun with a byte order mark', async () => {
  const path = join(folder, 'space.json');
  writeFileSync(path, '\uFEFF{"layers": [1, 2]}');
  expect(await readSpace({ space: path, method: 'random' }, fixed)).toEqual({ layers: { choices: [1, 2] } });
});

it('says what to do about a path that leads nowhere, or to a folder', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const path of [join(folder, 'none'), join(file, 'space.json'), folder]) {
    await expect(readSpace({ space: path, method: 'random' }, fixed)).rejects.toMatchObject({
      code: 'file-not-found',
      message: expect.stringMatching(/: check --space\.$/),
    });
  }
});
