import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunLog, RUN_LOG_FILE, readRunLog } from './run-log.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reelsense-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the run log', () => {
  it('holds one object a line, in the order given, over several runs', async () => {
    const first = await createRunLog(folder);
    await Promise.all([first.append({ epoch: 1 }), first.append({ epoch: 2, note: 'two\nlines' })]);
    await first.close();
    const second = await createRunLog(folder);
    await second.append({ epoch: 3 });
    await second.close();
    const { entries, dropped } = await readRunLog(folder);
    expect(entries).toEqual([{ epoch: 1 }, { epoch: 2, note: 'two\nlines' }, { epoch: 3 }]);
    expect(dropped).toBe(0);
    expect(readFileSync(join(folder, RUN_LOG_FILE), 'utf8').split('\n').length).toBe(4);
  });

  it('drops a torn last line when read, and cuts it off before it goes on', async () => {
    appendFileSync(join(folder, RUN_LOG_FILE), '{"epoch":1}\n{"epoch":2,"loss":0.');
    expect(await readRunLog(folder)).toEqual({ entries: [{ epoch: 1 }], dropped: 1 });
    const log = await createRunLog(folder);
    await log.append({ epoch: 2 });
    await log.close();
    expect(await readRunLog(folder)).toEqual({ entries: [{ epoch: 1 }, { epoch: 2 }], dropped: 0 });
  });

  it('takes back the end of what it says, and goes on from there', async () => {
    const log = await createRunLog(folder);
    for (const epoch of [1, 2, 3]) await log.append({ epoch, note: 'ä' });
    await log.rewind(({ epoch }) => Number(epoch) <= 1);
    await log.append({ epoch: 2 });
    await log.rewind(() => true);
    await log.close();
    expect(await readRunLog(folder)).toEqual({
      entries: [{ epoch: 1, note: 'ä' }, { epoch: 2 }],
      dropped: 0,
    });
  });

  it('is empty where there is none, and refuses what JSON cannot hold', async () => {
    expect(await readRunLog(folder)).toEqual({ entries: [], dropped: 0 });
    const log = await createRunLog(folder);
    await expect(log.append({ loss: Number.NaN })).rejects.toThrow('entry.loss is NaN');
    await log.append({ loss: 1 });
    await log.close();
    expect((await readRunLog(folder)).entries).toEqual([{ loss: 1 }]);
    await expect(createRunLog(join(folder, 'none'))).rejects.toMatchObject({ code: 'file-not-found' });
  });
});
