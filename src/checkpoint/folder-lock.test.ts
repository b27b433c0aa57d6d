import { spawnSync } from 'node:child_process';
import { promises as fs, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderLock } from './folder-lock.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reelsense-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const acquire = () => FolderLock.acquire(folder, 'training run');

/** Puts down the lock of another process. */
async function standing(owner: object | string): Promise<void> {
  await fs.mkdir(join(folder, '.lock'));
  writeFileSync(
    join(folder, '.lock', 'owner.json'),
    typeof owner === 'string' ? owner : JSON.stringify(owner),
  );
}

const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

describe('FolderLock', () => {
  it('refuses a second owner, naming the process, until the first gives it back', async () => {
    const first = await acquire();
    await expect(acquire()).rejects.toMatchObject({
      code: 'folder-in-use',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await first.release();
    await first.release();
    await (await acquire()).release();
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('takes over from a dead process', async () => {
    await standing({ token: 'aa', pid: deadPid(), host: hostname(), birth: '' });
    await (await acquire()).release();
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('lets one alone of many take over from the same dead process', async () => {
    await standing({ token: 'aa', pid: deadPid(), host: hostname(), birth: '' });
    const results = await Promise.allSettled(Array.from({ length: 20 }, acquire));
    expect(results.filter((result) => result.status === 'fulfilled').length).toBe(1);
  });

  it.runIf(process.platform === 'linux')('knows that a number was given to a later process', async () => {
    await standing({ token: 'aa', pid: process.ppid, host: hostname(), birth: 'another boot 12' });
    await (await acquire()).release();
  });

  it('does not judge a process of another machine, and says what to remove', async () => {
    await standing({ token: 'aa', pid: 1, host: 'elsewhere', birth: '' });
    await expect(acquire()).rejects.toThrow(`on elsewhere): stop it, or remove ${join(folder, '.lock')}`);
  });

  it.each(['', '{"pid": "x"}', '[]'])('takes over a lock that holds %j', async (content) => {
    await standing(content);
    await (await acquire()).release();
  });
});
