import { promises as fs, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeFileAtomically } from './write-file-atomically.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reelsense-atomic-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

describe('writeFileAtomically', () => {
  it('writes text and bytes, replaces what stood there, and leaves nothing else', async () => {
    const path = join(folder, 'report.html');
    await writeFileAtomically(path, 'größer');
    expect(readFileSync(path, 'utf8')).toBe('größer');
    await writeFileAtomically(path, new Uint8Array([0, 255]));
    expect([...readFileSync(path)]).toEqual([0, 255]);
    await writeFileAtomically(path, '');
    expect(readFileSync(path).length).toBe(0);
    expect(await fs.readdir(folder)).toEqual(['report.html']);
  });

  it('replaces the target of a link, and the link stays', async () => {
    writeFileSync(join(folder, 'real'), 'old');
    await fs.symlink('real', join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
    expect((await fs.lstat(join(folder, 'link'))).isSymbolicLink()).toBe(true);
  });

  it.runIf(process.platform === 'linux')('keeps the old file when the disk is full', async () => {
    const path = join(folder, 'metrics.json');
    writeFileSync(path, 'old');
    const open = fs.open;
    // the system's own error: what is meant for the unfinished file goes to the device that is always full
    vi.spyOn(fs, 'open').mockImplementation((...args) =>
      args[1] === 'wx' ? open('/dev/full', 'w') : open(...args),
    );
    await expect(writeFileAtomically(path, 'new')).rejects.toMatchObject({
      code: 'no-space',
      message: expect.stringContaining(path),
    });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(await fs.readdir(folder)).toEqual(['metrics.json']);
  });

  it.runIf(process.platform === 'linux')('writes to a device without replacing it', async () => {
    await writeFileAtomically('/dev/null', 'gone');
    expect((await fs.stat('/dev/null')).isCharacterDevice()).toBe(true);
    await expect(writeFileAtomically('/dev/full', 'x')).rejects.toMatchObject({ code: 'no-space' });
  });

  it('says when the folder is missing or the path is a folder', async () => {
    const missing = writeFileAtomically(join(folder, 'none', 'x'), '');
    await expect(missing).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(writeFileAtomically(folder, '')).rejects.toMatchObject({ code: 'invalid-option' });
  });
});
