import { promises as fs, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CheckpointStore, readNewestCheckpoint } from './checkpoint-store.js';
import type { TensorArray } from './tensor-file.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reelsense-checkpoint-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const bytesOf = (array: TensorArray): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
const state = (step: number) => ({ header: { step }, tensors: { weights: new Float32Array([step, -step]) } });

/** Runs `use` on an open store and closes it. */
async function withStore<T>(use: (store: CheckpointStore) => Promise<T>): Promise<T> {
  const store = await CheckpointStore.open(folder);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function checkpoints(): Promise<string[]> {
  return (await fs.readdir(folder)).filter((name) => name.includes('checkpoint-')).sort();
}

/** Stores the steps 1 and 2 and returns the path of the newest. */
async function twoCheckpoints(): Promise<string> {
  return withStore(async (store) => {
    await store.save(state(1));
    return join(folder, await store.save(state(2)));
  });
}

describe('CheckpointStore', () => {
  it('gives back every bit, of every type, in the same order', async () => {
    const bits = new Uint32Array([0x7fc12345, 0xff800001, 0x80000000, 0x00000001]); // NaN payloads, -0, denormal
    const tensors = {
      zulu: new Float32Array(bits.buffer),
      empty: new Float32Array(0),
      moments: new Float64Array([-0, Number.NaN, 5e-324]),
      counts: new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]),
      masks: new BigUint64Array([2n ** 64n - 1n]),
      indexes: new Int32Array([-1]),
      rows: new Uint32Array([4294967295]),
      half: new Uint16Array([65535]),
      short: new Int16Array([-2]),
      byte: new Uint8Array([1, 2, 3]).subarray(1),
      alpha: new Int8Array([-3]),
    };
    const header = { step: 7, random: [1, 4294967295, 0, 3], rate: 0.1 + 0.2, nested: { 'ключ"\n': null } };
    await withStore((store) => store.save({ header, tensors }));
    const loaded = await withStore((store) => store.loadNewest());
    expect(loaded?.header).toEqual(header);
    expect(Object.keys(loaded?.tensors ?? {})).toEqual(Object.keys(tensors));
    for (const [name, array] of Object.entries(tensors)) {
      const found = loaded?.tensors[name];
      expect(found?.constructor).toBe(array.constructor);
      expect(found && bytesOf(found).equals(bytesOf(array)), name).toBe(true);
    }
  });

  it('gives back tensors larger than one piece', async () => {
    const large = new Uint32Array(5_000_000).map((_, index) => Math.imul(index, 2654435761));
    await withStore((store) => store.save({ header: {}, tensors: { large } }));
    const loaded = await readNewestCheckpoint(folder);
    expect(Buffer.compare(bytesOf(loaded?.tensors.large ?? new Uint8Array()), bytesOf(large))).toBe(0);
  });

  it('answers undefined when nothing was ever saved', async () => {
    expect(await withStore((store) => store.loadNewest())).toBeUndefined();
    expect(await readNewestCheckpoint(join(folder, 'missing'))).toBeUndefined();
  });

  it('keeps the newest two', async () => {
    await withStore(async (store) => {
      for (const step of [1, 2, 3, 4]) await store.save(state(step));
    });
    expect((await checkpoints()).map((name) => name.slice(0, 23))).toEqual([
      'checkpoint-000000000003',
      'checkpoint-000000000004',
    ]);
  });

  it('leaves alone what has another name, a folder too', async () => {
    writeFileSync(join(folder, 'checkpoint-backup.safetensors'), 'mine');
    await fs.mkdir(join(folder, 'checkpoint-notes'));
    await withStore(async (store) => {
      for (const step of [1, 2, 3]) await store.save(state(step));
    });
    expect((await checkpoints()).map((name) => name.slice(0, 23))).toEqual([
      'checkpoint-000000000002',
      'checkpoint-000000000003',
      'checkpoint-backup.safet',
      'checkpoint-notes',
    ]);
  });

  it('saves one after another when asked at once', async () => {
    await withStore((store) => Promise.all([1, 2, 3].map((step) => store.save(state(step)))));
    expect((await readNewestCheckpoint(folder))?.header).toEqual({ step: 3 });
  });

  it('notices every changed byte, uses the one before, and says so', async () => {
    const newest = await twoCheckpoints();
    const good = readFileSync(newest);
    for (let position = 0; position < good.length; position++) {
      const bytes = Buffer.from(good);
      bytes[position] = (bytes[position] ?? 0) ^ (1 << (position % 8));
      writeFileSync(newest, bytes);
      const loaded = await readNewestCheckpoint(folder);
      expect(loaded?.header, `byte ${position}`).toEqual({ step: 1 });
      expect(loaded?.rejected).toEqual([{ file: newest, reason: expect.any(String) }]);
    }
  });

  it('notices every truncation and every byte too many', async () => {
    const newest = await twoCheckpoints();
    const good = readFileSync(newest);
    const lengths = [0, 1, 7, 8, 9, 50, good.length - 8, good.length - 1];
    for (const bytes of [...lengths.map((length) => good.subarray(0, length)), Buffer.concat([good, good])]) {
      writeFileSync(newest, bytes);
      const loaded = await readNewestCheckpoint(folder);
      expect([loaded?.header, loaded?.rejected.length], `${bytes.length} bytes`).toEqual([{ step: 1 }, 1]);
    }
  });

  it('refuses to start from zero when all are damaged', async () => {
    await twoCheckpoints();
    for (const name of await checkpoints()) await fs.truncate(join(folder, name), 20);
    const loading = withStore((store) => store.loadNewest());
    await expect(loading).rejects.toMatchObject({ code: 'damaged-checkpoint' });
  });

  it('takes an altered name for damage, not for nothing', async () => {
    const file = await withStore((store) => store.save(state(1)));
    await fs.rename(join(folder, file), join(folder, 'checkpoint-old.safetensors'));
    await expect(readNewestCheckpoint(folder)).rejects.toMatchObject({ code: 'damaged-checkpoint' });
  });

  it('never lets a damaged file push out a good one', async () => {
    const newest = await twoCheckpoints();
    await fs.truncate(newest, 30);
    const third = await withStore(async (store) => {
      await store.loadNewest();
      return store.save(state(3));
    });
    await fs.truncate(join(folder, third), 30);
    expect((await readNewestCheckpoint(folder))?.header).toEqual({ step: 1 });
  });

  it('removes what a killed run left unfinished', async () => {
    writeFileSync(join(folder, '.checkpoint-000000000001.1-abcd.unfinished'), 'half');
    await withStore(async () => undefined);
    expect(await fs.readdir(folder)).toEqual([]);
  });

  it('is loud when the disk is full, keeps what stood, leaves nothing half-written, and can save again', async () => {
    await withStore(async (store) => {
      await store.save(state(1));
      const open = fs.open;
      vi.spyOn(fs, 'open').mockImplementation(async (...args) => {
        const handle = await open(...args);
        let writes = 0;
        const write = handle.write.bind(handle);
        const full = async (bytes: Uint8Array, offset: number) => {
          writes++;
          if (writes === 2) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
          return write(bytes, offset, 3); // and the system takes only a part
        };
        Object.assign(handle, { write: full });
        return handle;
      });
      await expect(store.save(state(2))).rejects.toMatchObject({ code: 'no-space' });
      vi.restoreAllMocks();
      expect((await checkpoints()).length).toBe(1);
      await store.save(state(3));
      expect((await store.loadNewest())?.header).toEqual({ step: 3 });
    });
  });

  it('refuses a header that JSON would change', async () => {
    await withStore(async (store) => {
      const save = (header: object) => store.save({ header, tensors: {} });
      await expect(save({ loss: Number.NaN })).rejects.toThrow('header.loss is NaN');
      await expect(save({ state: [new Float32Array(1)] })).rejects.toThrow(
        'header.state[0] is a Float32Array',
      );
    });
    expect(await checkpoints()).toEqual([]);
  });
});
