import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundledModelFolder } from '../load-model.js';
import { Console } from './console.js';
import { fakeStreams } from './fake-streams.test-support.js';
import { noteReplaced } from './other-folder.js';

async function notesOn(folder: string): Promise<string> {
  const { streams, written } = fakeStreams();
  await noteReplaced(folder, new Console(streams));
  return written.stderr;
}

it('tells of a model in the folder that another one goes into, and of nothing where there is none', async () => {
  const folder = bundledModelFolder('imdb-tiny');
  expect(await notesOn(folder)).toBe(`Note: the new model takes the place of the one in ${folder}.\n`);
  const empty = mkdtempSync(join(tmpdir(), 'reelsense-other-folder-'));
  expect([await notesOn(empty), await notesOn(join(empty, 'missing'))]).toEqual(['', '']);
  rmSync(empty, { recursive: true });
});
