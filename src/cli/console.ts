/** What a command reads from and writes to: the process, or in tests something in its place. */
import type { Readable, Writable } from 'node:stream';
import { isSystemError, ReelsenseError } from '../errors/index.js';

export interface ProcessStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whoever read our output has gone (`reelsense predict ... | head`): no mistake, but nothing is left to do. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

export class Console {
  private failure: Error | undefined;
  private progressShown = false;
  private needsReader = true;

  constructor(private readonly streams: ProcessStreams) {
    streams.stdout.on('error', (error: Error) => {
      this.failure ??= explain(error);
    });
    streams.stderr.on('error', () => undefined); // messages for nobody
  }

  get stdin(): ProcessStreams['stdin'] {
    return this.streams.stdin;
  }

  get env(): ProcessStreams['env'] {
    return this.streams.env;
  }

  /** Whether results may carry colours: a terminal, and NO_COLOR (https://no-color.org) not set. */
  get hasColours(): boolean {
    const { stdout, env } = this.streams;
    return stdout.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  }

  get showsProgress(): boolean {
    return this.streams.stderr.isTTY === true;
  }

  /** From now on lines that nobody reads any more are dropped: what the command makes is in a folder, not in its output. */
  goOnWithoutReader(): void {
    this.needsReader = false;
  }

  /**
   * Writes lines of the result, and waits while the reader is slower than we are.
   * @throws OutputClosed, unless the command goes on without a reader; ReelsenseError 'no-space'
   */
  async print(text: string): Promise<void> {
    this.clearProgress();
    try {
      await this.write(text);
    } catch (error) {
      if (this.needsReader || !(error instanceof OutputClosed)) throw error;
    }
  }

  private async write(text: string): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    await new Promise<void>((resolve, reject) => {
      this.streams.stdout.write(`${text}\n`, (error) => {
        if (error) reject(explain(error));
        else resolve();
      });
    });
  }

  /** Writes a line that is no result: a note, a warning, a mistake. */
  note(text: string): void {
    this.clearProgress();
    this.streams.stderr.write(`${text}\n`);
  }

  /** Shows a line that the next one replaces; on a terminal only. */
  progress(text: string): void {
    if (!this.showsProgress) return;
    const width = (this.streams.stderr.columns ?? 80) - 1;
    this.streams.stderr.write(`\r\x1b[K${text.slice(0, width)}`);
    this.progressShown = true;
  }

  clearProgress(): void {
    if (!this.progressShown) return;
    this.progressShown = false;
    this.streams.stderr.write('\r\x1b[K');
  }
}

function explain(error: Error): Error {
  if (isSystemError(error, 'EPIPE') || isSystemError(error, 'ERR_STREAM_DESTROYED')) {
    return new OutputClosed('the output was closed');
  }
  if (isSystemError(error, 'ENOSPC')) {
    return new ReelsenseError(
      'no-space',
      'No space left where the output goes: free some space and run the command again.',
      { cause: error },
    );
  }
  return error;
}
