/** What every command is given. */
import type { Command } from 'commander';
import type { Console } from './console.js';

export interface CommandContext {
  readonly console: Console;
  /** What the user typed after `reelsense`. */
  readonly words: readonly string[];
}

/** Adds a command to the program; its action hands the exit code to `finish`. */
export type AddCommand = (
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
) => void;
