/** `reelsense pretrain`: any texts -> a language model for `train --init`. */
import { basename } from 'node:path';
import { type Dataset, splitDataset } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { modelFolder } from '../load-model.js';
import {
  type PretrainingProgress,
  pretrain,
  pretrainingDefaults,
  pretrainingSettings,
  readPretrained,
  resolvePretrainingConfiguration,
  splitSettings,
} from '../training/index.js';
import { commandText } from './command-text.js';
import type { Console } from './console.js';
import type { AddCommand, CommandContext } from './context.js';
import {
  addDataOptions,
  type DataOptions,
  readExcluded,
  readLabelledData,
  skippedLines,
} from './data-options.js';
import { exitCodes } from './exit-codes.js';
import { bar, clock, integer } from './figures.js';
import { examples, needed, wholeNumber } from './flags.js';
import { interruptible } from './interruption.js';
import { addSettingFlags, givenSettings, refuseOtherWords } from './setting-flags.js';
import { notePassedOver, preparePretraining } from './training-target.js';
import { withUnlabelledFiles } from './unlabelled-texts.js';

interface PretrainOptions extends DataOptions {
  readonly unlabelled?: readonly string[];
  readonly out?: string;
  readonly limit?: number;
  readonly init?: string;
  readonly resume?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const flags = {
  table: pretrainingSettings,
  defaults: pretrainingDefaults,
  check: resolvePretrainingConfiguration,
};

export const addPretrainCommand: AddCommand = (program, context, finish) => {
  const command = program
    .command('pretrain')
    .description('pretrain a language model on the texts, labelled or not, for `train --init`');
  addDataOptions(command, '(this or --unlabelled) ')
    .option(
      '--unlabelled <path...>',
      'texts without labels, beside those of --data or alone: a text a line, or a .csv, .tsv or .jsonl file',
    )
    .option(
      '--limit <n>',
      'use at most so many texts of each part, for quick tries',
      wholeNumber('--limit', 1),
    )
    .optionsGroup('Result:')
    .option('--out <folder>', '(needed) where its checkpoints and log go; the newest checkpoint is the model')
    .optionsGroup('Run:')
    .option('--resume', 'go on with the run that was stopped in this folder')
    .option('--quiet', 'print nothing but mistakes')
    .option('--json', 'print events as JSON, one object a line')
    .option(
      '--init <folder>',
      'go on from the language model that `pretrain` made there, or imdb-language-model, with these texts; its sizes and words stay, and with a larger --vocabulary-size words of these texts join them',
    )
    .optionsGroup('Settings:');
  addSettingFlags(command, flags);
  command
    .addHelpText(
      'after',
      examples(
        'pretrain --data data/aclImdb_v1.tar.gz --out runs/language-model',
        'train --data data/aclImdb_v1.tar.gz --init runs/language-model --out runs/imdb --preset finetune',
        'pretrain --unlabelled mine.txt --init runs/language-model --out runs/my-language-model --learning-rate 1e-3',
      ),
    )
    .action(async (options: PretrainOptions) =>
      finish(
        await interruptible(
          () => context.console.note('Stopping after this step; Ctrl-C again stops at once.'),
          (signal) => run(options, context, signal),
        ),
      ),
    );
};

async function run(options: PretrainOptions, context: CommandContext, signal: AbortSignal): Promise<number> {
  const { console, words } = context;
  console.goOnWithoutReader();
  const { unlabelled = [], textColumn } = options;
  if (unlabelled.length === 0) needed(options.data, '--data (or --unlabelled)');
  const folder = needed(options.out, '--out');
  const { resume = false, limit } = options;
  const initial = options.init === undefined ? undefined : await readPretrained(modelFolder(options.init));
  notePassedOver(initial, console);
  const given = givenSettings(pretrainingSettings, { ...options });
  const vocabularySize = initial?.vocabulary.size;
  const growsVocabulary = initial !== undefined && given.vocabularySize !== undefined;
  if (growsVocabulary && given.vocabularySize <= initial.vocabulary.size) {
    throw new ReelsenseError(
      'invalid-option',
      `The language model to go on from knows ${integer(initial.vocabulary.size)} words; leave --vocabulary-size out to keep them, or give a larger one to add words of these texts.`,
    );
  }
  if (!growsVocabulary) refuseOtherWords(initial, given);
  const configuration = resolvePretrainingConfiguration({
    ...initial?.sizes,
    ...(vocabularySize === undefined ? {} : { vocabularySize }),
    ...given,
  });
  const target = await preparePretraining(folder, resume, console);
  const { dataset: read, exclude } =
    options.data === undefined
      ? { dataset: noDataset(unlabelled), exclude: await readExcluded(options.exclude) }
      : await readLabelledData(options, console, signal);
  const dataset = await withUnlabelledFiles(read, unlabelled, { textColumn, console, signal });
  const split = splitDataset(dataset, { exclude, ...splitSettings(configuration), limit });
  const texts = [...split.train, ...split.unlabelled].map(({ text }) => text);
  const say = options.quiet === true ? async () => undefined : (line: string) => console.print(line);
  for (const line of options.quiet === true ? [] : skippedLines(read)) console.note(line);
  if (options.json !== true) {
    const { development, test } = split.counts;
    await say(
      `${dataset.name}: ${integer(texts.length)} texts to read (training and unlabelled parts); ` +
        `left aside: development ${integer(development)}, test ${integer(test)}`,
    );
  }
  const perplexity = await pretrain({
    configuration,
    texts,
    initial,
    growsVocabulary,
    folder,
    resume,
    signal,
    onProgress: (progress) => report(progress, options, console),
  }).catch(async (error: unknown) => {
    await target.tidy(error);
    throw error;
  });
  console.clearProgress();
  if (perplexity === undefined) {
    console.note(`Stopped, and saved. Go on with: ${commandText(words)} --resume`);
    return exitCodes.interrupted;
  }
  if (options.json !== true)
    await say(`Language model: ${folder}, perplexity ${perplexity.toFixed(1)}. Use it with train --init.`);
  return exitCodes.success;
}

/** Nothing labelled: the texts come from files of their own. */
function noDataset(paths: readonly string[]): Dataset {
  const name = paths.map((path) => basename(path)).join(', ');
  const nothing = { labels: [], train: [], test: [], unlabelled: [], skipped: [] };
  return { name, path: paths[0]!, format: 'csv', sha256: '', ...nothing };
}

function report(progress: PretrainingProgress, { quiet, json }: PretrainOptions, console: Console): void {
  if (quiet === true) return;
  if (progress.kind === 'note') {
    if (json === true) console.print(JSON.stringify(progress)).catch(() => undefined);
    else console.note(`Note: ${progress.message}.`);
  } else if (progress.kind === 'epoch') {
    const { epoch, epochs, loss, perplexity = Number.NaN, tokensPerSecond } = progress;
    const line =
      json === true
        ? JSON.stringify({ kind: 'epoch', epoch, loss, perplexity, tokensPerSecond })
        : `epoch ${epoch}/${epochs}  sampled loss ${loss.toFixed(3)}  perplexity ${perplexity.toFixed(1)}  ${integer(tokensPerSecond)} tokens/s`;
    console.print(line).catch(() => undefined);
  } else if (json !== true) {
    const { epoch, epochs, step, stepsInEpoch, loss, tokensPerSecond, secondsLeft } = progress;
    console.progress(
      `epoch ${epoch}/${epochs} ${bar(step / stepsInEpoch, 12)} ${integer(step)}/${integer(stepsInEpoch)} · ` +
        `loss ${loss.toFixed(3)} · ${integer(tokensPerSecond)} tokens/s · ${clock(secondsLeft)} left`,
    );
  }
}
