/** What the process says to the shell: an exit code for each kind of mistake. */
import type { ErrorCode } from '../errors/index.js';

/** Every code of a {@link ReelsenseError} has an exit code of its own. */
export const errorExitCodes: Readonly<Record<ErrorCode, number>> = {
  'invalid-option': 2,
  'file-not-found': 3,
  'damaged-data': 4,
  'missing-column': 5,
  'too-few-labels': 6,
  'empty-text': 7,
  'text-too-long': 8,
  'wrong-type': 9,
  'damaged-model': 10,
  'damaged-checkpoint': 11,
  'resume-mismatch': 12,
  'folder-in-use': 13,
  'not-finite': 14,
  'port-in-use': 15,
  'no-space': 16,
  network: 17,
  busy: 18,
  'not-found': 19,
  released: 20,
};

export const exitCodes = {
  success: 0,
  /** The command went through, but some of its texts could not be read. */
  someFailed: 1,
  /** A mistake in the program itself (EX_SOFTWARE of BSD's sysexits). */
  internal: 70,
  /** Too old a Node.js, or nothing built (EX_CONFIG); given by bin/reelsense.js. */
  notReady: 78,
  /** Stopped by Ctrl-C, as shells have it: 128 + SIGINT. */
  interrupted: 130,
} as const;

const meanings: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.success, 'done'],
  [exitCodes.someFailed, 'done, but some texts could not be read'],
  ...Object.entries(errorExitCodes).map(([name, code]) => [code, name.replaceAll('-', ' ')] as const),
  [exitCodes.internal, 'a mistake in Reelsense itself'],
  [exitCodes.notReady, 'Node.js too old, or not built'],
  [exitCodes.interrupted, 'stopped by Ctrl-C'],
];

/** The table for `reelsense --help`, in two columns. */
export function exitCodeHelp(): string {
  const cells = meanings.map(([code, meaning]) => `${String(code).padStart(3)}  ${meaning}`);
  const half = Math.ceil(cells.length / 2);
  const rows = cells.slice(0, half).map((left, row) => `  ${left.padEnd(46)}${cells[half + row] ?? ''}`);
  return ['Exit codes:', ...rows.map((row) => row.trimEnd())].join('\n');
}
