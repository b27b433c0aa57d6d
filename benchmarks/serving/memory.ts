/** A long stream through /api/v1/batch: does the server's memory grow with it? */
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ServerProcess } from './server-process.js';

export interface StreamMemory {
  readonly rows: number;
  readonly answered: number;
  /** MB: of the server before, after a quarter of the rows, at the end, and at most. */
  readonly before: number | null;
  readonly early: number | null;
  readonly late: number | null;
  readonly peak: number | null;
}

export async function streamMemory(
  server: ServerProcess,
  texts: readonly string[],
  rows: number,
): Promise<StreamMemory> {
  const before = server.memory();
  let [answered, early, peak] = [0, before, before];
  const lines = function* (): Generator<string> {
    for (let row = 0; row < rows; row++) yield `${JSON.stringify(texts[row % texts.length])}\n`;
  };
  await new Promise<void>((resolve, reject) => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const sent = request(`${server.url}/api/v1/batch`, { method: 'POST', headers }, (answer) => {
      answer.on('data', (chunk: Buffer) => {
        for (const byte of chunk) if (byte === 10) answered++;
        const now = server.memory();
        if (answered <= rows / 4) early = now;
        if (now !== null) peak = Math.max(peak ?? 0, now);
      });
      answer.on('end', resolve).on('error', reject);
    });
    sent.on('error', reject);
    pipeline(Readable.from(lines()), sent).catch(reject);
  });
  return { rows, answered: answered - 1, before, early, late: server.memory(), peak };
}
