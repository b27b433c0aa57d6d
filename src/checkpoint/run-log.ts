/** The log of a training run: JSON Lines, each on the disk before `append` resolves; only its end is ever cut off. */
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { isSystemError } from '../errors/index.js';
import { isPlainObject, strictJson } from './canonical-json.js';
import { explainWriteError } from './write-file-atomically.js';

export const RUN_LOG_FILE = 'run.jsonl';
const LINE_BREAK = 0x0a;

export interface RunLog {
  readonly path: string;
  /** Adds one object as a line. @throws ReelsenseError 'no-space' */
  append(entry: object): Promise<void>;
  /** Cuts the log off at the first entry of which `stays` is false: a run that goes on from before it says it again. */
  rewind(stays: (entry: Record<string, unknown>) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Opens (or makes) the log in `folder`, which must exist. A last line torn by a kill is cut off first. */
export async function createRunLog(folder: string): Promise<RunLog> {
  const path = join(folder, RUN_LOG_FILE);
  let handle: fs.FileHandle;
  try {
    handle = await fs.open(path, 'a+');
  } catch (error) {
    throw explainWriteError(error, path);
  }
  const bytes = await fs.readFile(path);
  let length = bytes.lastIndexOf(LINE_BREAK) + 1;
  if (length < bytes.length) await handle.truncate(length);
  let last: Promise<unknown> = Promise.resolve();
  const write = async (entry: object): Promise<void> => {
    const line = Buffer.from(`${strictJson(entry, 'entry')}\n`);
    try {
      await handle.appendFile(line);
      await handle.datasync();
      length += line.length;
    } catch (error) {
      await handle.truncate(length).catch(() => undefined); // no torn line in the middle of later ones
      throw explainWriteError(error, path);
    }
  };
  const cut = async (stays: (entry: Record<string, unknown>) => boolean): Promise<void> => {
    let kept = 0;
    for (const line of (await fs.readFile(path, 'utf8')).split('\n').slice(0, -1)) {
      const entry = parseLine(line);
      if (entry !== undefined && !stays(entry)) break;
      kept += Buffer.byteLength(line) + 1;
    }
    if (kept === length) return;
    await handle.truncate(kept);
    await handle.datasync();
    length = kept;
  };
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const working = last.then(work);
    last = working.catch(() => undefined);
    return working;
  };
  return {
    path,
    append: (entry) => inTurn(() => write(entry)),
    rewind: (stays) => inTurn(() => cut(stays)),
    async close() {
      await last;
      await handle.close();
    },
  };
}

/** The entries of the log in `folder`; `dropped` counts lines that are not whole objects (a torn last one). */
export async function readRunLog(
  folder: string,
): Promise<{ entries: Record<string, unknown>[]; dropped: number }> {
  let text: string;
  try {
    text = await fs.readFile(join(folder, RUN_LOG_FILE), 'utf8');
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return { entries: [], dropped: 0 };
    throw error;
  }
  const lines = text.split('\n').filter((line) => line !== '');
  const entries = lines.map(parseLine).filter((entry) => entry !== undefined);
  return { entries, dropped: lines.length - entries.length };
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
