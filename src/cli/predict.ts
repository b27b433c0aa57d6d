/** `reelsense predict`: labels for one text, for standard input line by line, or for a file. */
import { type StreamOptions, streamTexts } from '../datasets/index.js';
import { loadModel } from '../load-model.js';
import type { Predictor } from '../prediction/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { examples } from './flags.js';
import { predictionLine } from './prediction-line.js';
import { addTextInput, checkTextInput, invite, streamOutcome, type TextInputOptions } from './text-input.js';

export const addPredictCommand: AddCommand = (program, context, finish) => {
  addTextInput(program.command('predict'))
    .description('say the label of a text, of each line of standard input, or of each text of a file')
    .addHelpText(
      'after',
      examples(
        "predict 'A quiet, generous film.'",
        'predict --file data/sample-reviews.csv --json',
        'predict --model runs/sample < reviews.txt',
      ),
    )
    .action(async (text: string | undefined, options: TextInputOptions) =>
      finish(await predict(text, options, context)),
    );
};

async function predict(
  text: string | undefined,
  options: TextInputOptions,
  context: CommandContext,
): Promise<number> {
  checkTextInput(text, options.file);
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
  { file, textColumn, json = false }: TextInputOptions,
  { console }: CommandContext,
): Promise<number> {
  invite(file, console);
  const reading: StreamOptions = { textColumn };
  const style = { json, colours: console.hasColours, labels: predictor.labels };
  const counts = { texts: 0, failed: 0, undecoded: 0 };
  for await (const { item, prediction, error } of predictor.predictStream(
    streamTexts(file ?? console.stdin, reading),
  )) {
    counts.texts++;
    if (item.error === undefined && item.replaced > 0) counts.undecoded++;
    if (error === undefined) {
      const { row, id, text = '' } = item;
      await console.print(predictionLine({ row, id, text, prediction }, style));
      continue;
    }
    counts.failed++;
    const { code, message } = error;
    if (json) await console.print(JSON.stringify({ row: item.row, id: item.id, error: { code, message } }));
    else console.note(`row ${item.row}: ${message}`);
  }
  return streamOutcome(counts, console);
}
