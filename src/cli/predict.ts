/** `reelsense predict`: labels for one text, for standard input line by line, or for a file. */
import { availableParallelism } from 'node:os';
import { type StreamOptions, streamTexts } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { loadModel } from '../load-model.js';
import type { Predictor } from '../prediction/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { counted, integer } from './figures.js';
import { examples, wholeNumber } from './flags.js';
import { predictionLine } from './prediction-line.js';

interface PredictOptions {
  readonly file?: string;
  readonly model?: string;
  readonly json?: boolean;
  readonly textColumn?: string;
  readonly threads: number;
}

/** As many as the machine has, up to four: more do not make a run of this size faster. */
export const defaultThreads = Math.max(1, Math.min(4, availableParallelism()));

export const addPredictCommand: AddCommand = (program, context, finish) => {
  program
    .command('predict')
    .description('say the label of a text, of each line of standard input, or of each text of a file')
    .argument('[text]', 'the text, in quotation marks; without it and without --file, standard input is read')
    .option('--file <path>', 'a text file (a text a line), .csv, .tsv or .jsonl')
    .option('--text-column <name>', 'column of the texts in a table (default: one of the usual names)')
    .option('--model <folder>', 'folder of the model (default: the one that comes with Reelsense)')
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
        "predict 'A quiet, generous film.'",
        'predict --file data/sample-reviews.csv --json',
        'predict --model runs/sample < reviews.txt',
      ),
    )
    .action(async (text: string | undefined, options: PredictOptions) =>
      finish(await predict(text, options, context)),
    );
};

async function predict(
  text: string | undefined,
  options: PredictOptions,
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
    if (text === undefined) return await predictStream(predictor, options, context);
    const { console } = context;
    const prediction = await predictor.predict(text);
    const style = { json: options.json === true, colours: console.hasColours, labels: predictor.labels };
    await console.print(predictionLine({ text, prediction }, style));
    return exitCodes.success;
  } finally {
    await predictor.release();
  }
}

async function predictStream(
  predictor: Predictor,
  { file, textColumn, json = false }: PredictOptions,
  { console }: CommandContext,
): Promise<number> {
  if (file === undefined && console.stdin.isTTY === true) {
    console.note('Write a review and press Enter; Ctrl-D ends.');
  }
  const reading: StreamOptions = { textColumn };
  const style = { json, colours: console.hasColours, labels: predictor.labels };
  let failed = 0;
  let count = 0;
  for await (const { item, prediction, error } of predictor.predictStream(
    streamTexts(file ?? console.stdin, reading),
  )) {
    count++;
    if (error === undefined) {
      const text = item.text ?? '';
      await console.print(predictionLine({ row: item.row, text, prediction }, style));
      continue;
    }
    failed++;
    const { code, message } = error;
    if (json) await console.print(JSON.stringify({ row: item.row, error: { code, message } }));
    else console.note(`row ${item.row}: ${message}`);
  }
  if (count === 0)
    throw new ReelsenseError('empty-text', 'There is no text to read; give a line or row at least.');
  if (failed === 0) return exitCodes.success;
  console.note(`reelsense: ${integer(failed)} of ${counted(count, 'text')} could not be read.`);
  return exitCodes.someFailed;
}
