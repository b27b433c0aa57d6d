/** `reelsense explain`: why a text gets its label, for one text, for standard input line by line, or for a file. */
import { streamTexts } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { loadModel } from '../load-model.js';
import type { Predictor } from '../prediction/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { explanationView } from './explanation-view.js';
import { counted, integer } from './figures.js';
import { examples, wholeNumber } from './flags.js';
import { defaultThreads } from './predict.js';

interface ExplainCommandOptions {
  readonly file?: string;
  readonly model?: string;
  readonly json?: boolean;
  readonly textColumn?: string;
  readonly curve: boolean;
  readonly sentences: boolean;
  readonly threads: number;
}

export const addExplainCommand: AddCommand = (program, context, finish) => {
  program
    .command('explain')
    .description('say why a text gets its label: what each word contributed, and how the verdict changed')
    .argument('[text]', 'the text, in quotation marks; without it and without --file, standard input is read')
    .option('--file <path>', 'a text file (a text a line), .csv, .tsv or .jsonl')
    .option('--text-column <name>', 'column of the texts in a table (default: one of the usual names)')
    .option('--model <folder>', 'folder of the model (default: the one that comes with Reelsense)')
    .option('--no-curve', 'leave out the verdict after each part of the text')
    .option('--no-sentences', 'leave out the sentences')
    .option('--json', 'print one JSON object a line')
    .option(
      '--threads <n>',
      `threads of the runtime (default ${defaultThreads})`,
      wholeNumber('--threads', 1, 64),
      defaultThreads,
    )
    .addHelpText(
      'after',
      examples(
        "explain 'The plot is thin, but the two leads are wonderful.'",
        'explain --json < reviews.txt',
      ),
    )
    .action(async (text: string | undefined, options: ExplainCommandOptions) =>
      finish(await explain(text, options, context)),
    );
};

async function explain(
  text: string | undefined,
  options: ExplainCommandOptions,
  context: CommandContext,
): Promise<number> {
  if (text !== undefined && options.file !== undefined) {
    throw new ReelsenseError('invalid-option', 'There is a text and --file; give one of them.');
  }
  if (text?.trim() === '') {
    throw new ReelsenseError('empty-text', 'The text is empty; write a review in quotation marks.');
  }
  const predictor = await loadModel(options.model, { threads: options.threads });
  try {
    if (text === undefined) return await explainStream(predictor, options, context);
    await print(text, undefined, predictor, options, context);
    return exitCodes.success;
  } finally {
    await predictor.release();
  }
}

async function explainStream(
  predictor: Predictor,
  options: ExplainCommandOptions,
  context: CommandContext,
): Promise<number> {
  const { console } = context;
  const { file, textColumn, json } = options;
  if (file === undefined && console.stdin.isTTY === true) {
    console.note('Write a review and press Enter; Ctrl-D ends.');
  }
  let failed = 0;
  let count = 0;
  for await (const { row, text, error } of streamTexts(file ?? console.stdin, { textColumn })) {
    count++;
    try {
      if (error !== undefined) throw error;
      await print(text ?? '', row, predictor, options, context);
    } catch (mistake) {
      if (!(mistake instanceof ReelsenseError) || mistake.code === 'no-space') throw mistake;
      failed++;
      const { code, message } = mistake;
      if (json === true) await console.print(JSON.stringify({ row, error: { code, message } }));
      else console.note(`row ${row}: ${message}`);
    }
  }
  if (count === 0)
    throw new ReelsenseError('empty-text', 'There is no text to read; give a line or row at least.');
  if (failed === 0) return exitCodes.success;
  console.note(`reelsense: ${integer(failed)} of ${counted(count, 'text')} could not be read.`);
  return exitCodes.someFailed;
}

async function print(
  text: string,
  row: number | undefined,
  predictor: Predictor,
  { json = false, curve, sentences }: ExplainCommandOptions,
  { console }: CommandContext,
): Promise<void> {
  const explanation = await predictor.explain(text, { curve, sentences });
  if (json) {
    await console.print(JSON.stringify({ ...(row === undefined ? {} : { row }), ...explanation }));
    return;
  }
  const view = explanationView(text, explanation, console.hasColours);
  await console.print(row === undefined ? view : `${view}\n`);
}
