/** What can only be seen in a process of its own: how long it takes to start, and how much memory it needs. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from '../statistics.js';
import type { MemoryUse } from './memory-process.js';

function runScript(name: string, parameters: readonly string[]): string {
  const file = fileURLToPath(new URL(name, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...parameters], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} failed: ${stderr.trim()}`);
  return stdout;
}

/** Milliseconds from the start of a process to its end, with one prediction in between; median of `times`. */
export function startUp(folder: string, text: string, times: number): number {
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    runScript('./start-process.js', [folder, text]);
    taken.push(performance.now() - began);
  }
  return median(taken);
}

/**
 * Memory of a process that predicts `count` texts: those of a file of JSON Lines, again and again.
 * @param how all at once, or as a stream
 */
export function memoryUse(how: 'bulk' | 'stream', folder: string, file: string, count: number): MemoryUse {
  return JSON.parse(runScript('./memory-process.js', [how, folder, file, String(count)])) as MemoryUse;
}
