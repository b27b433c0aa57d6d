/** The commands and how they are parsed: names, help, suggestions for what is mistyped. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addBaselineCommand } from './baseline.js';
import { addCalibrateCommand } from './calibrate.js';
import type { ProcessStreams } from './console.js';
import type { AddCommand, CommandContext } from './context.js';
import { addDataCommand } from './data.js';
import { addEvaluateCommand } from './evaluate.js';
import { exitCodeHelp } from './exit-codes.js';
import { addExplainCommand } from './explain.js';
import { addExportCommand } from './export.js';
import { addJoinCommand } from './join.js';
import { addModelCommand } from './model.js';
import { addPredictCommand } from './predict.js';
import { addPretrainCommand } from './pretrain.js';
import { addSearchCommand } from './search.js';
import { addServeCommand } from './serve.js';
import { addTrainCommand } from './train.js';

const commands: readonly AddCommand[] = [
  addDataCommand,
  addTrainCommand,
  addSearchCommand,
  addPretrainCommand,
  addJoinCommand,
  addBaselineCommand,
  addEvaluateCommand,
  addPredictCommand,
  addExplainCommand,
  addServeCommand,
  addModelCommand,
  addExportCommand,
  addCalibrateCommand,
];

export function createProgram(
  context: CommandContext,
  { stdout, stderr }: ProcessStreams,
): { program: Command; exitCode: () => number } {
  let exitCode = 0;
  const program = new Command('reelsense')
    .description('Train an LSTM on reviews, measure it honestly, and serve it.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) =>
        write(
          `reelsense: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\n\(/, ' (')}\n`,
        ),
    })
    .addHelpText(
      'after',
      `\nSay \`reelsense help <command>\` for its options and examples.\n\n${exitCodeHelp()}`,
    );
  for (const add of commands) {
    add(program, context, (code) => {
      exitCode = code;
    });
  }
  return { program, exitCode: () => exitCode };
}

/** Of the package; its file lies two folders up from `src/cli` and from `dist/cli`. */
function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
