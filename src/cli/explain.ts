/** `reelsense explain`: why a text gets its label, for one text, for standard input line by line, or for a file. */
import { streamTexts } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { loadModel } from '../load-model.js';
import type { Predictor } from '../prediction/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { exitCodes } from './exit-codes.js';
import { explanationView } from './explanation-view.js';
import { examples } from './flags.js';
import type { PredictedText } from './prediction-line.js';
import { addTextInput, checkTextInput, invite, streamOutcome, type TextInputOptions } from './text-input.js';

interface ExplainCommandOptions extends TextInputOptions {
  readonly curve: boolean;
  readonly sentences: boolean;
}

export const addExplainCommand: AddCommand = (program, context, finish) => {
  addTextInput(program.command('explain'))
    .description('say why a text gets its label: what each word contributed, and how the verdict changed')
    .option('--no-curve', 'leave out the verdict after each part of the text')
    .option('--no-sentences', 'leave out the sentences')
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
  checkTextInput(text, options.file);
  const predictor = await loadModel(options.model, { threads: options.threads });
  try {
    if (text === undefined) return await explainStream(predictor, options, context);
    await print({ text }, predictor, options, context);
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
  invite(file, console);
  const counts = { texts: 0, failed: 0, undecoded: 0 };
  for await (const entry of streamTexts(file ?? console.stdin, { textColumn })) {
    const { row, id } = entry;
    counts.texts++;
    try {
      if (entry.error !== undefined) throw entry.error;
      if (entry.replaced > 0) counts.undecoded++;
      await print(entry, predictor, options, context);
    } catch (mistake) {
      if (!(mistake instanceof ReelsenseError) || mistake.code === 'no-space') throw mistake;
      counts.failed++;
      const { code, message } = mistake;
      if (json === true) await console.print(JSON.stringify({ row, id, error: { code, message } }));
      else console.note(`row ${row}: ${message}`);
    }
  }
  return streamOutcome(counts, console);
}

/** Of a stream with the number of its line or row, and with what the table calls it. */
type ExplainedText = Pick<PredictedText, 'row' | 'id' | 'text'>;

async function print(
  { row, id, text }: ExplainedText,
  predictor: Predictor,
  { json = false, curve, sentences }: ExplainCommandOptions,
  { console }: CommandContext,
): Promise<void> {
  const explanation = await predictor.explain(text, { curve, sentences });
  if (json) {
    await console.print(JSON.stringify({ row, id, ...explanation }));
    return;
  }
  const view = explanationView(text, explanation, console.hasColours);
  await console.print(row === undefined ? view : `${view}\n`);
}
