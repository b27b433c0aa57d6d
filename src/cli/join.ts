/** `reelsense join`: several trained models become one, whose verdict is the mean of theirs. */
import { resolve } from 'node:path';
import { Option } from 'commander';
import { readModelFolder } from '../checkpoint/index.js';
import { ReelsenseError } from '../errors/index.js';
import { modelFolder } from '../load-model.js';
import { type WeightStorage, weightStorages } from '../models/index.js';
import { SPECIAL_TOKENS } from '../text/index.js';
import { joinClassifiers, narrowest, splitterOf } from '../training/index.js';
import { commandText } from './command-text.js';
import type { AddCommand, CommandContext } from './context.js';
import { addDataOptions, type DataOptions, readLabelledData, skippedLines } from './data-options.js';
import { evaluatedPart } from './evaluated-part.js';
import { exitCodes } from './exit-codes.js';
import { counted, integer, megabytes, percent } from './figures.js';
import { examples, needed, wholeNumber } from './flags.js';
import { interruptible } from './interruption.js';
import { checkMadeTarget } from './other-folder.js';
import { threadsOption } from './threads.js';

interface JoinOptions extends DataOptions {
  readonly out?: string;
  readonly storage: WeightStorage;
  readonly vocabularySize?: number;
  readonly average?: boolean;
  readonly json?: boolean;
  readonly threads: number;
}

export const addJoinCommand: AddCommand = (program, context, finish) => {
  const command = program
    .command('join <folders...>')
    .description(
      'put several trained models into one, whose verdict is the mean of theirs, or whose weights are',
    );
  addDataOptions(command, '(needed) the data that they were trained on: ')
    .optionsGroup('Result:')
    .option('--out <folder>', '(needed) where the new model goes')
    .addOption(
      new Option('--storage <kind>', 'how its weights are stored').choices(weightStorages).default('int8'),
    )
    .option(
      '--vocabulary-size <n>',
      'most frequent words that it keeps, special tokens included, for a smaller model (default: all of the first)',
      wholeNumber('--vocabulary-size', SPECIAL_TOKENS.length + 1),
    )
    .option(
      '--average',
      'the mean of their weights: one LSTM, as fast as one of them; for models of the same sizes that began with one and the same model',
    )
    .option('--json', 'print one JSON object')
    .option(...threadsOption)
    .addHelpText(
      'after',
      `\nThe models must share layers, directions, pooling and labels, and have set the same reviews aside, or some a part of what the others did; the sizes of embeddings and\nstates may differ, so that each can begin with its own language model. Words that only a later one knows are unknown to what comes of it.\n${examples(
        'join runs/first runs/second --data data/aclImdb_v1.tar.gz --out runs/both',
      )}`,
    )
    .action(async (folders: string[], options: JoinOptions) =>
      finish(
        await interruptible(
          () => context.console.clearProgress(),
          (signal) => join(folders, options, context, signal),
        ),
      ),
    );
};

async function join(
  folders: readonly string[],
  options: JoinOptions,
  { console, words }: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  console.goOnWithoutReader();
  needed(options.data, '--data');
  const out = needed(options.out, '--out');
  if (folders.some((folder) => resolve(folder) === resolve(out))) {
    throw new ReelsenseError('invalid-option', `--out is one of the models, ${out}; give another folder.`);
  }
  await checkMadeTarget(out, console);
  const members = await Promise.all(folders.map((folder) => readModelFolder(modelFolder(folder))));
  const data = await readLabelledData(options, console, signal);
  for (const line of skippedLines(data.dataset)) console.note(line);
  const least = narrowest(members).metrics;
  const { examples: development } = evaluatedPart({
    ...data,
    part: 'development',
    isOwn: true,
    metrics: () => least,
    otherwise: 'the data of its training',
  });
  const splitAs = splitterOf(data.dataset, data.exclude, least.data.limit ?? undefined);
  console.progress(`Measuring ${members.length} models on ${integer(development.length)} reviews`);
  const { storage, vocabularySize, average, threads } = options;
  const command = commandText(words);
  const {
    metrics,
    together,
    members: alone,
  } = await joinClassifiers({
    folder: out,
    members,
    development,
    splitAs,
    command,
    storage,
    vocabularySize,
    average,
    threads,
  });
  console.clearProgress();
  const { modelBytes, temperature, bias } = metrics.storage;
  if (options.json === true) {
    const figures = ({ accuracy, logLoss, ece }: typeof together) => ({ accuracy, logLoss, ece });
    await console.print(
      JSON.stringify({
        folder: out,
        modelBytes,
        temperature,
        bias,
        development: figures(together),
        members: alone.map(({ name, evaluation, lostWords }) => ({
          name,
          lostWords,
          ...figures(evaluation),
        })),
      }),
    );
    return exitCodes.success;
  }
  for (const { name, lostWords } of alone) {
    if (lostWords === 0) continue;
    console.note(
      `Note: ${counted(lostWords, 'word')} of ${name} ${lostWords === 1 ? 'is' : 'are'} unknown to the new model, and its figures are without them. The vocabulary is that of ${alone[0]!.name}${vocabularySize === undefined ? ': name first the model that knows most words' : ', without the rarer ones'}.`,
    );
  }
  const best = alone.reduce((least, one) =>
    one.evaluation.logLoss < least.evaluation.logLoss ? one : least,
  );
  if (average === true && together.logLoss > best.evaluation.logLoss) {
    console.note(
      `Note: the mean of the weights does worse than ${best.name} alone; a mean is for models that began with one and the same and have not gone far from it.`,
    );
  }
  const rows = [...alone, { name: 'together', evaluation: together }];
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, evaluation } of rows) {
    const { accuracy, logLoss } = evaluation;
    await console.print(`${name.padEnd(width)}  ${percent(accuracy, 2)}  log loss ${logLoss.toFixed(4)}`);
  }
  await console.print(
    `on the ${integer(together.count)} development reviews. Model: ${out} (${megabytes(modelBytes)})`,
  );
  return exitCodes.success;
}
