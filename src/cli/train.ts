/** `reelsense train`: labelled texts -> a model folder and a report. */
import { Option } from 'commander';
import { splitDataset } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { modelFolder } from '../load-model.js';
import { type WeightStorage, weightStorages } from '../models/index.js';
import {
  defaults,
  learnsFromUnlabelled,
  publishClassifier,
  readInitialModel,
  refuseSeenDevelopment,
  requireDevice,
  resolveConfiguration,
  type SoftLabels,
  settings,
  splitSettings,
  splitterOf,
  type TrainingConfiguration,
  trainClassifier,
} from '../training/index.js';
import { commandText } from './command-text.js';
import type { AddCommand, CommandContext } from './context.js';
import { addDataOptions, type DataOptions, readLabelledData } from './data-options.js';
import { noteChangedData } from './evaluated-part.js';
import { exitCodes } from './exit-codes.js';
import { examples, needed, wholeNumber } from './flags.js';
import { interruptible, isAbort } from './interruption.js';
import { notePresetFromScratch, presetHelp } from './preset-help.js';
import { addSettingFlags, givenSettings, refuseOtherWords } from './setting-flags.js';
import { askTeachers, keptScoresHelp, refuseUnfitAnswers } from './teachers.js';
import { jsonPrinter, silentPrinter, textPrinter } from './training-printer.js';
import { answersFolder, notePassedOver, prepareTarget } from './training-target.js';
import { withUnlabelledFiles } from './unlabelled-texts.js';

interface TrainOptions extends DataOptions {
  readonly out?: string;
  readonly preset?: string;
  readonly init?: string;
  readonly teacher?: string;
  readonly softLabels?: string;
  readonly unlabelled?: string[];
  readonly resume?: boolean;
  readonly limit?: number;
  readonly storage: WeightStorage;
  readonly license: string;
  readonly language: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export const addTrainCommand: AddCommand = (program, context, finish) => {
  const command = program.command('train').description('train a model on labelled texts and measure it');
  addDataOptions(command)
    .option(
      '--unlabelled <path...>',
      'more texts without labels, beside those of --data, for --virtual-adversarial and --teacher: ' +
        'a text a line, or a .csv, .tsv or .jsonl file',
    )
    .option(
      '--limit <n>',
      'use at most so many reviews in each part, for quick tries',
      wholeNumber('--limit', 1),
    )
    .optionsGroup('Result:')
    .option('--out <folder>', '(needed) where the model, its report and its checkpoints go')
    .addOption(
      new Option('--storage <kind>', 'how the weights of the finished model are stored')
        .choices(weightStorages)
        .default('int8'),
    )
    .option('--license <name>', "licence of the model, for its card ('mit', 'cc-by-4.0', ...)", 'other')
    .option('--language <code>', 'language of the texts, for its card (ISO 639-1)', 'en')
    .optionsGroup('Run:')
    .option('--resume', 'go on with the run that was stopped in this folder')
    .option('--quiet', 'print nothing but mistakes')
    .option('--json', 'print events as JSON, one object a line')
    .option(
      '--init <folder>',
      'begin with the language model that `reelsense pretrain` made there, or with a model: its folder, or imdb-language-model, imdb-lstm or imdb-tiny, which come with Reelsense',
    )
    .option(
      '--teacher <folders>',
      'models (or files of `baseline`), separated by commas, whose probabilities are learnt too, and from unlabelled texts alone',
    )
    .option('--soft-labels <folder>', keptScoresHelp)
    .option(
      '--preset <name>',
      'a set of settings, of which flags given beside it override single ones (default: standard; finetune with --init)',
    )
    .optionsGroup('Settings (the defaults shown are those of the preset "standard"):');
  addSettingFlags(command, { table: settings, defaults, check: resolveConfiguration });
  command
    .addHelpText('after', presetHelp())
    .addHelpText(
      'after',
      examples(
        'train --data data/sample-reviews.csv --out runs/sample --preset small',
        'train --data data/aclImdb_v1.tar.gz --out runs/imdb --epochs 6 --hidden-size 256',
        'train --data data/aclImdb_v1.tar.gz --out runs/imdb --epochs 6 --hidden-size 256 --resume',
      ),
    )
    .action(async (options: TrainOptions) =>
      finish(
        await interruptible(
          () => context.console.note('Stopping after this step; Ctrl-C again stops at once.'),
          (signal) => train(options, context, signal),
        ),
      ),
    );
};

async function train(options: TrainOptions, context: CommandContext, signal: AbortSignal): Promise<number> {
  const { storage, license, language, limit, resume = false } = options;
  const { console, words } = context;
  console.goOnWithoutReader();
  needed(options.data, '--data');
  refuseUnfitAnswers({ softLabels: options.softLabels, isAsked: options.teacher !== undefined });
  const out = needed(options.out, '--out');
  const initial = options.init === undefined ? undefined : await readInitialModel(modelFolder(options.init));
  notePassedOver(initial, console);
  const given = givenSettings(settings, { ...options });
  refuseOtherWords(initial, given);
  const configuration = resolveConfiguration(
    { ...initial?.sizes, ...given },
    options.preset ?? (initial === undefined ? 'standard' : 'finetune'),
  );
  const { unlabelled = [], textColumn } = options;
  const hasUse = options.teacher !== undefined || learnsFromUnlabelled(configuration);
  if (unlabelled.length > 0 && !hasUse) {
    throw new ReelsenseError(
      'invalid-option',
      `--unlabelled has no use without a loss that learns from such texts; give ${configuration.virtualAdversarial > 0 ? '--unlabelled-ratio above 0' : '--virtual-adversarial 1'} or --teacher too, or leave it out.`,
    );
  }
  const isTalking = options.json !== true && options.quiet !== true;
  if (isTalking) {
    notePresetFromScratch(options, console);
    for (const note of idleSettings(given, configuration, options)) console.note(note);
  }
  await requireDevice(configuration); // before minutes of asking teachers
  const target = await prepareTarget(out, resume, console);
  const { dataset: read, exclude, excludeFacts } = await readLabelledData(options, console, signal);
  const dataset = await withUnlabelledFiles(read, unlabelled, { textColumn, console, signal });
  const split = splitDataset(dataset, { exclude, ...splitSettings(configuration), limit });
  const splitAs = splitterOf(dataset, exclude, limit);
  const planned = { dataset, split, configuration, excludeFacts, limit, splitAs };
  refuseSeenDevelopment(initial, planned);
  if (initial?.kind === 'classifier') noteChangedData(initial.facts.name, initial.metrics, dataset, console);
  const printer =
    options.json === true
      ? jsonPrinter(console)
      : options.quiet === true
        ? silentPrinter()
        : textPrinter(console, configuration.epochs);
  await printer.split(dataset, split.counts);
  if (isTalking && learnsFromUnlabelled(configuration) && split.unlabelled.length === 0) {
    console.note(
      'Note: there are no texts without labels, so virtual adversarial training has the labelled ones alone; --unlabelled gives more.',
    );
  }

  const { labels, name, format, sha256 } = dataset;
  let softLabels: SoftLabels | undefined;
  try {
    const { threads } = configuration;
    if (options.teacher !== undefined) {
      softLabels = await askTeachers({
        folders: options.teacher,
        labels,
        split,
        planned,
        cache: options.softLabels ?? answersFolder(out),
        threads,
        console,
        signal,
      });
    }
  } catch (error) {
    if (isAbort(error)) {
      console.note('Stopped; what the teachers said so far is kept. The same command goes on.');
      return exitCodes.interrupted;
    }
    await target.tidy(error);
    throw error;
  }
  const task = {
    configuration,
    labels,
    split,
    splitAs,
    dataSha256: sha256,
    initial,
    softLabels,
    folder: out,
    resume,
    signal,
    onProgress: printer.progress,
  };
  const trained = await trainClassifier(task).catch(async (error: unknown) => {
    await target.tidy(error);
    throw error;
  });
  console.clearProgress();
  if (trained === undefined) {
    console.note(`Stopped, and saved. Go on with: ${commandText(words)} --resume`);
    return exitCodes.interrupted;
  }
  const published = await publishClassifier({
    folder: out,
    trained,
    configuration,
    split,
    data: { name, format, sha256 },
    exclude: excludeFacts,
    limit,
    command: commandText(words),
    storage,
    license,
    language,
  });
  await printer.published(out, published);
  return exitCodes.success;
}

/** What was given and changes nothing beside the rest. */
function idleSettings(
  given: Partial<TrainingConfiguration>,
  { adversarial, virtualAdversarial, layers, sentenceRatio }: TrainingConfiguration,
  { teacher }: Pick<TrainOptions, 'teacher'>,
): string[] {
  const idle: [boolean, string][] = [
    [
      given.teacherWeight !== undefined && teacher === undefined,
      '--teacher-weight does nothing without --teacher.',
    ],
    [
      given.unlabelledRatio !== undefined && teacher !== undefined,
      '--unlabelled-ratio does nothing beside --teacher: an epoch has all texts, as each has a probability to learn.',
    ],
    [
      given.unlabelledRatio !== undefined && teacher === undefined && virtualAdversarial === 0,
      '--unlabelled-ratio does nothing without --virtual-adversarial.',
    ],
    [
      given.adversarialNorm !== undefined && adversarial + virtualAdversarial === 0,
      '--adversarial-norm does nothing without --adversarial or --virtual-adversarial.',
    ],
    [
      given.sentenceWords !== undefined && sentenceRatio === 0,
      '--sentence-words does nothing without --sentence-ratio.',
    ],
    [given.betweenDropout !== undefined && layers === 1, '--between-dropout does nothing with one layer.'],
  ];
  return idle.filter(([applies]) => applies).map(([, text]) => `Note: ${text}`);
}
