/** What `predict` and `explain` read: a text, or standard input line by line, or a file; the options that say so, and their mistakes. */
import type { Command } from 'commander';
import { ReelsenseError } from '../errors/index.js';
import type { Console } from './console.js';
import { exitCodes } from './exit-codes.js';
import { counted, integer } from './figures.js';
import { modelOption } from './model-option.js';
import { threadsOption } from './threads.js';

export interface TextInputOptions {
  readonly file?: string;
  readonly textColumn?: string;
  readonly model?: string;
  readonly json?: boolean;
  readonly threads: number;
}

/** Adds the argument and the options of {@link TextInputOptions}. */
export function addTextInput(command: Command): Command {
  return command
    .argument('[text]', 'the text, in quotation marks; without it and without --file, standard input is read')
    .option('--file <path>', 'a text file (a text a line), .csv, .tsv or .jsonl')
    .option('--text-column <name>', 'column of the texts in a table (default: one of the usual names)')
    .option(...modelOption)
    .option('--json', 'print one JSON object a line')
    .option(...threadsOption);
}

/** @throws ReelsenseError 'invalid-option' for a text beside a file; 'empty-text' */
export function checkTextInput(text: string | undefined, file: string | undefined): void {
  if (text !== undefined && file !== undefined) {
    throw new ReelsenseError('invalid-option', 'There is a text and --file; give one of them.');
  }
  if (text?.trim() === '') {
    throw new ReelsenseError('empty-text', 'The text is empty; write a review in quotation marks.');
  }
}

/** Tells somebody at a terminal what to do, where standard input is read. */
export function invite(file: string | undefined, console: Console): void {
  if (file === undefined && console.stdin.isTTY === true) {
    console.note('Write a review and press Enter; Ctrl-D ends.');
  }
}

/** What a stream of texts came to. */
export interface StreamCounts {
  texts: number;
  failed: number;
  /** Texts with bytes that are not UTF-8. */
  undecoded: number;
}

/**
 * The exit code of a stream; says how many texts failed, and how many were read with signs missing.
 * @throws ReelsenseError 'empty-text' when there was none
 */
export function streamOutcome({ texts, failed, undecoded }: StreamCounts, console: Console): number {
  if (texts === 0)
    throw new ReelsenseError('empty-text', 'There is no text to read; give a line or row at least.');
  if (undecoded > 0) {
    console.note(
      `reelsense: ${counted(undecoded, 'text')} with bytes that are not UTF-8, read as \uFFFD; save the file as UTF-8.`,
    );
  }
  if (failed === 0) return exitCodes.success;
  console.note(`reelsense: ${integer(failed)} of ${counted(texts, 'text')} could not be read.`);
  return exitCodes.someFailed;
}
