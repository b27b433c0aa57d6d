/**
 * The states of a training run on disk. Each is one file, `checkpoint-<number>-<SHA-256 of its bytes>.safetensors`, written
 * beside, synced and renamed; the newest few are kept, so that one damaged file costs one save and not the run.
 */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, ReelsenseError } from '../errors/index.js';
import { FolderLock } from './folder-lock.js';
import { readTensorFile, type TensorArray, writeTensorFile } from './tensor-file.js';
import { explainWriteError, publish, UNFINISHED, unfinishedName } from './write-file-atomically.js';

export interface CheckpointState {
  /** Anything JSON can hold: step, epoch, random states, settings, history. Numbers come back equal (but -0 as 0). */
  readonly header: object;
  /** Flat arrays by name; they come back bit for bit and in the same order. */
  readonly tensors: Readonly<Record<string, TensorArray>>;
}

export interface LoadedCheckpoint {
  readonly header: Record<string, unknown>;
  readonly tensors: Record<string, TensorArray>;
  /** The file it came from. */
  readonly file: string;
  /** Newer files that were damaged and passed over, newest first: to be reported. */
  readonly rejected: readonly RejectedCheckpoint[];
}

export interface RejectedCheckpoint {
  readonly file: string;
  /** Fits after "because": 'it is cut or altered'. */
  readonly reason: string;
}

interface Entry {
  readonly name: string;
  readonly number: number; // -1 when the name is not one of ours
  readonly sha256: string;
}

export class CheckpointStore {
  private readonly damaged = new Set<string>();
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  private constructor(
    readonly folder: string,
    private readonly keep: number,
    private readonly lock: FolderLock,
  ) {}

  /**
   * Opens (and makes) a folder of checkpoints for this process alone; unfinished files of a killed run are removed.
   * @throws ReelsenseError 'folder-in-use' when another living process has it
   */
  static async open(folder: string, options: { keep?: number } = {}): Promise<CheckpointStore> {
    const keep = options.keep ?? 2;
    if (!Number.isInteger(keep) || keep < 1)
      throw new Error(`keep is ${keep}; it must be a whole number from 1.`);
    await fs.mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw explainWriteError(error, folder);
    });
    const lock = await FolderLock.acquire(folder, 'training run');
    try {
      const names = (await fs.readdir(folder)).filter((name) => name.startsWith('.checkpoint-'));
      for (const name of names.filter((name) => name.endsWith(UNFINISHED))) await fs.rm(join(folder, name));
    } catch (error) {
      await lock.release();
      throw explainWriteError(error, folder);
    }
    return new CheckpointStore(folder, keep, lock);
  }

  /**
   * Stores a state; resolves when it is durable. Saves run one after another. The arrays must not change until
   * then: hand over copies to go on training meanwhile.
   * @returns the name of the file
   * @throws ReelsenseError 'no-space' (earlier checkpoints still stand, no unfinished file is left)
   */
  save(state: CheckpointState): Promise<string> {
    if (this.closed) return Promise.reject(new Error('The checkpoint store is closed.'));
    const saving = this.last.then(() => this.write(state));
    this.last = saving.catch(() => undefined); // the caller of this save hears of it; the next save goes on
    return saving;
  }

  /**
   * The newest undamaged state; undefined when none was ever saved.
   * @throws ReelsenseError 'damaged-checkpoint' when there are some and all are damaged
   */
  async loadNewest(): Promise<LoadedCheckpoint | undefined> {
    await this.last;
    const loaded = await readNewestCheckpoint(this.folder);
    for (const { file } of loaded?.rejected ?? []) this.damaged.add(file);
    return loaded;
  }

  /** Waits for the saves under way and gives the folder back. */
  async close(): Promise<void> {
    this.closed = true;
    await this.last;
    await this.lock.release();
  }

  private async write(state: CheckpointState): Promise<string> {
    const before = (await listCheckpoints(this.folder)).filter((entry) => entry.number >= 0); // others are not ours to remove
    const number = Math.max(0, ...before.map((entry) => entry.number)) + 1;
    const prefix = `checkpoint-${String(number).padStart(12, '0')}`;
    const unfinished = unfinishedName(join(this.folder, prefix));
    const sha256 = await writeTensorFile(unfinished, state, join(this.folder, prefix));
    const name = `${prefix}-${sha256}.safetensors`;
    await publish(unfinished, join(this.folder, name));
    const good = before.filter((entry) => !this.damaged.has(join(this.folder, entry.name)));
    const kept = new Set(good.slice(0, this.keep - 1).map((entry) => entry.name));
    for (const entry of before) {
      if (!kept.has(entry.name)) await fs.rm(join(this.folder, entry.name), { force: true });
    }
    return name;
  }
}

/**
 * The newest undamaged state of a folder without taking it, to look at a run or to start another from its weights.
 * @returns undefined when the folder is missing or holds no checkpoint
 * @throws ReelsenseError 'damaged-checkpoint' when all are damaged
 */
export async function readNewestCheckpoint(folder: string): Promise<LoadedCheckpoint | undefined> {
  const rejected: RejectedCheckpoint[] = [];
  for (const { name, number, sha256 } of await listCheckpoints(folder)) {
    const file = join(folder, name);
    try {
      if (number < 0) throw new Error('its name is altered');
      return { ...(await readTensorFile(file, sha256)), file, rejected };
    } catch (error) {
      rejected.push({ file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (rejected.length === 0) return undefined;
  const list = rejected.map(({ file, reason }) => `${file} (${reason})`).join(', ');
  throw new ReelsenseError(
    'damaged-checkpoint',
    `No checkpoint in ${folder} can be used: ${list}. Restore one from a copy, or remove the folder to train from the start.`,
  );
}

/** Whether checkpoints stand in `folder`, damaged ones too; not in one that is missing, nor in a file. */
export async function holdsCheckpoints(folder: string): Promise<boolean> {
  return (await listCheckpoints(folder)).length > 0;
}

/** What is told of a checkpoint that an older one was taken for. */
export function passedOver({ file, reason }: RejectedCheckpoint): string {
  return `checkpoint ${file} was passed over because ${reason}`;
}

/** Newest first; altered names last. */
async function listCheckpoints(folder: string): Promise<Entry[]> {
  let names: string[];
  try {
    names = await fs.readdir(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return [];
    throw explainWriteError(error, folder);
  }
  return names
    .filter((name) => name.startsWith('checkpoint-'))
    .map((name): Entry => {
      const match = /^checkpoint-(\d{12})-([0-9a-f]{64})\.safetensors$/.exec(name);
      return { name, number: match === null ? -1 : Number(match[1]), sha256: match?.[2] ?? '' };
    })
    .sort((a, b) => b.number - a.number);
}
