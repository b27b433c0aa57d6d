/** The command line as a user runs it: bin/reelsense.js in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');
export const sample = join(root, 'data', 'sample-reviews.csv');

export interface Outcome {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** Resolves to all of standard output when `text` stands there; rejects when the command ends without it. */
  printed(text: string | RegExp): Promise<string>;
}

export function start(
  words: readonly string[],
  options: { input?: string; environment?: Record<string, string | undefined>; stdout?: number } = {},
): RunningCommand {
  const { input, environment = {}, stdout: target } = options;
  const { PORT: _port, HOST: _host, ...inherited } = process.env;
  const child = spawn(process.execPath, [join(root, 'bin', 'reelsense.js'), ...words], {
    cwd: root,
    env: { ...inherited, ...environment },
    stdio: ['pipe', target ?? 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const listener of listeners) listener();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin?.on('error', () => undefined); // it may end before it has read all
  child.stdin?.end(input ?? '');
  const ended = new Promise<Outcome>((settle) => {
    child.on('close', (code) => settle({ code, stdout, stderr }));
  });
  return {
    process: child,
    ended,
    printed: (text) =>
      new Promise((settle, refuse) => {
        const look = (): void => {
          if (stdout.search(text) < 0) return;
          listeners.delete(look);
          settle(stdout);
        };
        listeners.add(look);
        look();
        void ended.then(() => refuse(new Error(`ended without printing ${text}: ${stdout}${stderr}`)));
      }),
  };
}

export function reelsense(...words: string[]): Promise<Outcome> {
  return start(words).ended;
}

/** Settings for a training of two seconds. */
export const tiny = [
  ...['--preset', 'small', '--threads', '1', '--epochs', '2', '--warmup-steps', '5'],
  ...['--hidden-size', '16', '--embedding-size', '16', '--training-length', '40'],
];
