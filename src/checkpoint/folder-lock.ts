/**
 * One owner for a folder at a time. The lock is a folder `.lock` that holds `owner.json`; it is made elsewhere and renamed
 * into place, which the system refuses while a lock with content stands there, so it exists whole or not at all.
 * The lock of a dead process is moved to a name made from its own token before a new one is made: of several who saw
 * the same dead lock, one alone can move it, and nobody can move a newer one by mistake.
 */
import { randomBytes } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isSystemError, ReelsenseError } from '../errors/index.js';
import { isPlainObject } from './canonical-json.js';
import { explainWriteError } from './write-file-atomically.js';

const LOCK = '.lock';
const OWNER = 'owner.json';
const ATTEMPTS = 10;

interface Owner {
  readonly token: string;
  readonly pid: number;
  readonly host: string;
  /** What tells this process from a later one with the same number; '' where the system does not say. */
  readonly birth: string;
}

export class FolderLock {
  private constructor(
    private readonly folder: string,
    private readonly token: string,
  ) {}

  /**
   * Takes the folder, which must exist.
   * @param what what the owner does there, for the message: 'training run'
   * @throws ReelsenseError 'folder-in-use', naming the process, when a living process has it
   */
  static async acquire(folder: string, what: string): Promise<FolderLock> {
    const token = randomBytes(8).toString('hex');
    const owner: Owner = { token, pid: process.pid, host: hostname(), birth: await birthOf(process.pid) };
    const path = join(folder, LOCK);
    const prepared = join(folder, `${LOCK}-${token}`);
    try {
      await fs.mkdir(prepared);
      await fs.writeFile(join(prepared, OWNER), JSON.stringify(owner), { flush: true });
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (await moveFolder(prepared, path)) return new FolderLock(folder, token);
        const other = await readOwner(path);
        if (other === undefined) continue; // given back meanwhile
        if (await isAlive(other)) throw inUse(folder, what, other);
        await moveFolder(path, join(folder, `${LOCK}-dead-${other.token}`));
      }
      throw inUse(folder, what, undefined);
    } catch (error) {
      await fs.rm(prepared, { recursive: true, force: true });
      throw explainWriteError(error, folder);
    }
  }

  /** Gives the folder back; harmless when done twice. */
  async release(): Promise<void> {
    const path = join(this.folder, LOCK);
    if ((await readOwner(path))?.token !== this.token) return;
    const leaving = join(this.folder, `${LOCK}-left-${this.token}`);
    await moveFolder(path, leaving);
    const leftovers = (await fs.readdir(this.folder)).filter((name) => /^\.lock-(dead|left)-/.test(name));
    for (const name of leftovers) await fs.rm(join(this.folder, name), { recursive: true, force: true });
  }
}

/** True when moved; false when the target stands already or the source is gone. */
async function moveFolder(from: string, to: string): Promise<boolean> {
  try {
    await fs.rename(from, to);
    return true;
  } catch (error) {
    const expected = ['ENOTEMPTY', 'EEXIST', 'ENOENT'].some((code) => isSystemError(error, code));
    if (expected || (process.platform === 'win32' && isSystemError(error, 'EPERM'))) return false;
    throw error;
  }
}

/** The owner of the lock at `path`; one that cannot be read counts as dead; undefined when there is no lock. */
async function readOwner(path: string): Promise<Owner | undefined> {
  try {
    const value: unknown = JSON.parse(await fs.readFile(join(path, OWNER), 'utf8'));
    const text = (name: string): string =>
      isPlainObject(value) && typeof value[name] === 'string' ? value[name] : '';
    const pid = isPlainObject(value) && Number.isInteger(value.pid) ? Number(value.pid) : 0;
    const token = /^[0-9a-f]{1,32}$/.test(text('token')) ? text('token') : 'unknown';
    return { token, pid, host: text('host'), birth: text('birth') };
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined;
    if (error instanceof SyntaxError) return { token: 'unknown', pid: 0, host: '', birth: '' };
    throw error;
  }
}

/** Whether the process still runs. One on another machine cannot be asked, and counts as alive. */
async function isAlive(owner: Owner): Promise<boolean> {
  if (owner.pid <= 0) return false;
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (isSystemError(error, 'ESRCH')) return false;
  }
  return owner.birth === '' || owner.birth === (await birthOf(owner.pid));
}

/** The boot of the machine and the tick at which the process started (field 22 of `man 5 proc`); '' without /proc. */
async function birthOf(pid: number): Promise<string> {
  try {
    const boot = (await fs.readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name in brackets may hold spaces
    return `${boot} ${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}

function inUse(folder: string, what: string, owner: Owner | undefined): ReelsenseError {
  const elsewhere = owner !== undefined && owner.host !== hostname();
  const by = owner === undefined ? '' : ` (process ${owner.pid}${elsewhere ? ` on ${owner.host}` : ''})`;
  const remedy = elsewhere
    ? `stop it, or remove ${join(folder, LOCK)} if it no longer runs`
    : 'wait for it, stop it, or choose another folder';
  return new ReelsenseError(
    'folder-in-use',
    `The folder ${folder} is in use by another ${what}${by}: ${remedy}.`,
  );
}
