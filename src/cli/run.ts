/** Runs one command line from its words to an exit code. Nothing but a sentence is shown of what goes wrong. */
import { CommanderError } from 'commander';
import { ReelsenseError } from '../errors/index.js';
import { Console, OutputClosed, type ProcessStreams } from './console.js';
import { errorExitCodes, exitCodes } from './exit-codes.js';
import { isAbort } from './interruption.js';
import { createProgram } from './program.js';

/** The program that bin/reelsense.js starts. */
export async function main(): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), process);
}

/** @param words what stands after `reelsense`  @returns the exit code */
export async function run(words: readonly string[], streams: ProcessStreams): Promise<number> {
  const console = new Console(streams);
  const { program, exitCode } = createProgram({ console, words }, streams);
  try {
    if (words.length === 0) program.outputHelp();
    else await program.parseAsync([...words], { from: 'user' });
    return exitCode();
  } catch (error) {
    console.clearProgress();
    return explain(error, console);
  }
}

function explain(error: unknown, console: Console): number {
  if (error instanceof OutputClosed) return exitCodes.success;
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.success : errorExitCodes['invalid-option']; // it has said why
  }
  if (isAbort(error)) {
    console.note('reelsense: Stopped. No result was written.');
    return exitCodes.interrupted;
  }
  const wantsTrace = (console.env.REELSENSE_DEBUG ?? '') !== '';
  if (wantsTrace && error instanceof Error) console.note(error.stack ?? error.message);
  if (error instanceof ReelsenseError) {
    if (!wantsTrace) console.note(`reelsense: ${oneLine(error.message)}`);
    return errorExitCodes[error.code];
  }
  if (!wantsTrace) {
    const message = error instanceof Error ? error.message : String(error);
    console.note(
      `reelsense: Something went wrong that should not (${oneLine(message)}). Run it again with REELSENSE_DEBUG=1 to see where.`,
    );
  }
  return exitCodes.internal;
}

/** Words that sentences begin with. Others may be a path or the name of a file, which are left as they are. */
const beginning = /^(?:the|an?|no|its?|there|give|nothing|(?:pre)?training) /;

/** Without line breaks. */
function oneLine(message: string): string {
  const line = message.replace(/\s*[\r\n]+\s*/g, ' ').trim();
  return beginning.test(line) ? line.charAt(0).toUpperCase() + line.slice(1) : line;
}
