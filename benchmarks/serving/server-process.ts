/** The built server in a process of its own, as `reelsense serve` starts it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.js';

export interface ServerProcess {
  readonly url: string;
  /** Memory of the process, in MB; null where /proc does not tell. */
  memory(): number | null;
  close(): Promise<void>;
}

/** @param model its folder  @param flags more of them */
export async function startServerProcess(
  model: string,
  threads: number,
  flags: readonly string[] = [],
): Promise<ServerProcess> {
  const program = join(root, 'bin', 'reelsense.js');
  const given = ['serve', '--port', '0', '--model', model, '--threads', String(threads), ...flags];
  const child = spawn(process.execPath, [program, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /http:\/\/[\d.:]+/.exec(text)?.[0];
      if (found !== undefined && text.includes('\n')) resolve(found);
    });
    void ended.then(() => reject(new Error('The server ended before it listened.')));
  });
  return {
    url,
    memory() {
      try {
        const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
        return kilobytes === undefined ? null : Number(kilobytes) / 1024;
      } catch {
        return null;
      }
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
