/** Streams in the place of the process, so that a command runs inside a test. */
import { Readable, Writable } from 'node:stream';
import type { ProcessStreams } from './console.js';
import { run } from './run.js';

export interface FakeOptions {
  readonly input?: string;
  readonly env?: Record<string, string>;
  readonly terminal?: boolean;
}

export function fakeStreams({ input = '', env = {}, terminal = false }: FakeOptions = {}) {
  const written = { stdout: '', stderr: '' };
  const sink = (name: keyof typeof written): Writable & { isTTY: boolean; columns: number } => {
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written[name] += String(chunk);
        done();
      },
    });
    return Object.assign(stream, { isTTY: terminal, columns: 80 });
  };
  const streams: ProcessStreams = {
    stdin: Readable.from([input]),
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env,
  };
  return { streams, written };
}

export async function runCommand(words: readonly string[], options?: FakeOptions) {
  const { streams, written } = fakeStreams(options);
  return { code: await run(words, streams), ...written };
}
