/** `reelsense calibrate`: a model folder -> one whose probabilities hold on given texts. */
import { resolve } from 'node:path';
import { readModelFolder, writeModelFolder } from '../checkpoint/index.js';
import { type Evaluation, fitCalibration } from '../evaluation/index.js';
import { modelFolder } from '../load-model.js';
import { Tokenizer } from '../text/index.js';
import {
  describeModel,
  developmentReviews,
  partOf,
  recalibrate,
  requireMetrics,
  storeAgain,
  storedLogits,
  withRecalibration,
} from '../training/index.js';
import { calibrationTexts } from './calibration-texts.js';
import { commandText } from './command-text.js';
import type { AddCommand, CommandContext } from './context.js';
import { addDataOptions, type DataOptions, readLabelledData, skippedLines } from './data-options.js';
import { isTrainedOn, labelIndexes, noteChangedData } from './evaluated-part.js';
import { exitCodes } from './exit-codes.js';
import { counted, percent } from './figures.js';
import { examples, needed } from './flags.js';
import { interruptible } from './interruption.js';
import { modelOption } from './model-option.js';
import { checkMadeTarget, refuseOwnFolder } from './other-folder.js';
import { threadsOption } from './threads.js';

interface CalibrateOptions extends DataOptions {
  readonly model?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly threads: number;
}

export const addCalibrateCommand: AddCommand = (program, context, finish) => {
  const command = program
    .command('calibrate')
    .description('fit how sure a model is, and of two labels which way it leans, to labelled texts')
    .optionsGroup('Model:')
    .option(...modelOption)
    .option('--out <folder>', '(needed) where the new model folder goes');
  addDataOptions(
    command,
    '(needed) labelled texts: the data that the model was trained on, of which its development part is taken, or others without their test part: ',
  )
    .option(...threadsOption)
    .optionsGroup('Result:')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples(
        'calibrate --data mine.csv --out runs/imdb-on-mine',
        'calibrate --model runs/sample --data data/sample-reviews.csv --out runs/sample-calibrated',
      ),
    )
    .action(async (options: CalibrateOptions) =>
      finish(
        await interruptible(
          () => context.console.clearProgress(),
          (signal) => calibrate(options, context, signal),
        ),
      ),
    );
};

async function calibrate(
  options: CalibrateOptions,
  { console, words }: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  console.goOnWithoutReader();
  needed(options.data, '--data');
  const out = needed(options.out, '--out');
  const folder = modelFolder(options.model);
  refuseOwnFolder(out, folder);
  await checkMadeTarget(out, console);
  const bundle = await readModelFolder(folder);
  const metrics = requireMetrics(bundle.metrics, bundle.name);
  const { labels } = bundle.configuration.reelsense;
  const data = await readLabelledData(options, console, signal);
  for (const line of skippedLines(data.dataset)) console.note(line);
  const isOwn = isTrainedOn(bundle, data.dataset);
  noteChangedData(bundle.name, metrics, data.dataset, console);
  const indexes = labelIndexes(data.dataset, labels);
  const chosen = calibrationTexts({ ...data, isOwn, metrics: () => metrics });
  const texts = chosen.examples.map((example) => ({ ...example, label: indexes[example.label]! }));
  const tokenizer = Tokenizer.fromJson(bundle.tokenizer, bundle.tokenizerConfiguration);
  const { ids, truth, measure } = developmentReviews(texts, labels, tokenizer, metrics.card.language);
  console.progress(`Reading ${counted(texts.length, 'text')}`);
  const stored = storeAgain(bundle, metrics.storage.weights); // an earlier version may have stored it otherwise
  const logits = await storedLogits(stored, ids, options.threads);
  signal.throwIfAborted();
  const calibration = fitCalibration(logits, truth);
  const model = recalibrate(bundle, calibration);
  const before = measure(logits);
  const after = measure(await storedLogits(model, ids, options.threads));
  console.clearProgress();
  const { name, format, sha256 } = data.dataset;
  const facts = {
    command: commandText(words),
    from: { name: bundle.name, sha256: bundle.predictionSha256 },
    part: chosen.part,
    data: { name, format, sha256 },
    count: texts.length,
    isDevelopment: isOwn,
    ...(chosen.testSha256 === undefined ? {} : { testSha256: chosen.testSha256 }),
  };
  const changed = withRecalibration(metrics, facts, calibration, after, model.byteLength);
  await writeModelFolder(out, {
    model,
    tokenizer: bundle.tokenizer,
    tokenizerConfiguration: bundle.tokenizerConfiguration,
    configuration: bundle.configuration,
    metrics: changed,
    card: describeModel(resolve(out).split(/[\\/]/).at(-1)!, labels, changed),
  });
  if (options.json === true) {
    const figures = ({ accuracy, logLoss, ece }: Evaluation) => ({ accuracy, logLoss, ece });
    await console.print(
      JSON.stringify({
        folder: out,
        ...calibration,
        ...facts,
        before: figures(before),
        after: figures(after),
      }),
    );
    return exitCodes.success;
  }
  await console.print(
    `Temperature ${calibration.temperature.toFixed(3)}, bias ${calibration.bias.toFixed(3)}, from ${partOf(chosen.part, { name })} (${counted(texts.length, 'text')}):`,
  );
  for (const [when, { accuracy, logLoss, ece }] of [['before', before] as const, ['after', after] as const]) {
    await console.print(
      `  ${when.padEnd(6)}  accuracy ${percent(accuracy, 2)}, log loss ${logLoss.toFixed(4)}, calibration error ${percent(ece, 2)}`,
    );
  }
  await console.print(`Model: ${out}. Measure it on other texts; figures on these are a little too good.`);
  return exitCodes.success;
}
