/** `reelsense search`: which settings of training do best on the development part. */
import { join } from 'node:path';
import { Option } from 'commander';
import { REPORT_FILE, writeFileAtomically } from '../checkpoint/index.js';
import { splitDataset } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { SearchRun } from '../evaluation/index.js';
import { modelFolder } from '../load-model.js';
import {
  type DataFacts,
  defaults,
  drawTrials,
  type InitialModel,
  learnsFromUnlabelled,
  RunStore,
  readInitialModel,
  refuseSeenDevelopment,
  resolveConfiguration,
  type SearchIdentity,
  type SearchMethod,
  type SearchSpace,
  search,
  searchMethods,
  settings,
  splitSettings,
  splitterOf,
  type TrainingConfiguration,
} from '../training/index.js';
import { commandText } from './command-text.js';
import type { AddCommand, CommandContext } from './context.js';
import { addDataOptions, type DataOptions, readLabelledData, skippedLines } from './data-options.js';
import { exitCodes } from './exit-codes.js';
import { counted } from './figures.js';
import { examples, needed, wholeNumber } from './flags.js';
import { interruptible } from './interruption.js';
import { notePresetFromScratch, presetHelp } from './preset-help.js';
import { searchPage } from './search-page.js';
import { searchPrinter } from './search-printer.js';
import { readSpace, spaceHelp } from './search-space.js';
import { addSettingFlags, givenSettings, refuseOtherWords } from './setting-flags.js';
import { trainingCommand } from './training-command.js';
import { notePassedOver } from './training-target.js';

interface SearchOptions extends DataOptions {
  readonly out?: string;
  readonly method: SearchMethod;
  readonly trials: number;
  readonly reduction: number;
  readonly space?: string;
  readonly preset?: string;
  readonly init?: string;
  readonly limit?: number;
  readonly resume?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export const addSearchCommand: AddCommand = (program, context, finish) => {
  const command = program
    .command('search')
    .description('try settings of training, and say which do best on the development part (never on test)');
  addDataOptions(command)
    .option(
      '--limit <n>',
      'use at most so many reviews in each part, for quick tries',
      wholeNumber('--limit', 1),
    )
    .optionsGroup('Search:')
    .addOption(
      new Option(
        '--method <name>',
        'halving: all trials with few epochs, the best go on with more; random: all trials with all epochs',
      )
        .choices(searchMethods)
        .default('halving'),
    )
    .option(
      '--trials <n>',
      'sets of settings to try; the first is the settings as given',
      wholeNumber('--trials', 1, 10_000),
      12,
    )
    .option(
      '--reduction <n>',
      'of halving: one trial in so many goes on, with so many times the epochs',
      wholeNumber('--reduction', 2, 100),
      3,
    )
    .option(
      '--space <file>',
      'JSON of the settings to try and their values (default: around the preset, see below)',
    )
    .optionsGroup('Result:')
    .option('--out <folder>', '(needed) where the finished runs and the report go; no models are kept')
    .optionsGroup('Run:')
    .option('--resume', 'go on with the search in this folder; finished runs are not done again')
    .option('--quiet', 'print nothing but mistakes')
    .option('--json', 'print events as JSON, one object a line')
    .option(
      '--init <folder>',
      'begin every trial with the language model that `reelsense pretrain` made there, or with a model: its folder, or imdb-language-model, imdb-lstm or imdb-tiny, which come with Reelsense',
    )
    .option(
      '--preset <name>',
      'a set of settings, of which flags given beside it override single ones (default: standard; finetune with --init)',
    )
    .optionsGroup('Settings of all trials (a setting that is given is not searched):');
  addSettingFlags(command, { table: settings, defaults, check: resolveConfiguration });
  command
    .addHelpText('after', `${spaceHelp}\n${presetHelp()}`)
    .addHelpText(
      'after',
      examples(
        'search --data data/sample-reviews.csv --out runs/search --preset small',
        'search --data mine.csv --out runs/search --method random --trials 20 --space space.json',
        'search --data data/aclImdb_v1.tar.gz --out runs/search --preset quick --limit 4000',
      ),
    )
    .action(async (options: SearchOptions) =>
      finish(
        await interruptible(
          () => context.console.note('Stopping; finished runs are kept. Ctrl-C again stops at once.'),
          (signal) => searchSettings(options, context, signal),
        ),
      ),
    );
};

async function searchSettings(
  options: SearchOptions,
  context: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const { method, reduction, limit, resume = false } = options;
  const { console, words } = context;
  console.goOnWithoutReader();
  needed(options.data, '--data');
  const out = needed(options.out, '--out');
  const initial = options.init === undefined ? undefined : await readInitialModel(modelFolder(options.init));
  notePassedOver(initial, console);
  const given = givenSettings(settings, { ...options });
  refuseOtherWords(initial, given);
  const base = resolveConfiguration(
    { ...initial?.sizes, ...given },
    options.preset ?? (initial === undefined ? 'standard' : 'finetune'),
  );
  if (options.json !== true && options.quiet !== true) notePresetFromScratch(options, console);
  const space = await readSpace(options, { base, given, pretrained: initial?.sizes ?? {} });
  const { split, labels, data } = await readParts(options, { base, space, initial }, console, signal);
  const { train, development } = split;
  const training = { labels, split, dataSha256: data.sha256, initial };
  const trials = drawTrials(space, base, options.trials, base.seed).length;
  if (trials < options.trials && options.quiet !== true) {
    console.note(
      `The space has, with the settings as given, ${counted(trials, 'set')} of settings, not ${options.trials}.`,
    );
  }
  const store = await RunStore.open(out, { base, space, training }, resume);
  try {
    const printer = searchPrinter(console, options);
    const names = Object.keys(space);
    await printer.begin({ space, method, trials, epochs: base.epochs, data, train, development });
    const bestCommand = (best: SearchRun): string =>
      trainingCommand(options, `${out.replace(/[\\/]+$/, '')}-best`, { ...given, ...best.settings });
    const report = join(out, REPORT_FILE);
    const runs = [...store.runs]; // of an earlier plan too
    const page = { space, base, method, data, limit, train, development, command: commandText(words) };
    const writeReport = (best: SearchRun | undefined, isComplete: boolean): Promise<void> =>
      writeFileAtomically(
        report,
        searchPage({ ...page, runs, isComplete, bestCommand: best === undefined ? null : bestCommand(best) }),
      );
    let writing = Promise.resolve();
    const outcome = await search({
      base,
      space,
      method,
      trials,
      reduction,
      training,
      store,
      signal,
      onProgress: (progress) => {
        printer.progress(progress, names);
        if (progress.kind === 'step') return;
        if (!progress.isOld) {
          runs.push(progress.run);
          // What keeps it from being written is told at the end, when it is written again.
          writing = writing.then(() => writeReport(progress.best, false)).catch(() => undefined);
        }
      },
    });
    await writing;
    console.clearProgress();
    await writeReport(outcome.best, outcome.isComplete);
    await printer.end(outcome, names, outcome.best === undefined ? null : bestCommand(outcome.best), report);
    if (outcome.isComplete && outcome.best === undefined) {
      throw new ReelsenseError(
        'not-finite',
        `No run came to an end with a result: the loss was not finite in ${counted(outcome.runs.length, 'run')}. Give a lower learning rate or a smaller clipping norm, or a --space of such.`,
      );
    }
    if (outcome.isComplete) return exitCodes.success;
    console.note(`Stopped, and kept. Go on with: ${commandText(words)} --resume`);
    return exitCodes.interrupted;
  } finally {
    await store.close();
  }
}

/** The parts that a search may see; the test part is let go here, and unlabelled reviews are where no trial learns from them. */
async function readParts(
  options: SearchOptions,
  {
    base,
    space,
    initial,
  }: { base: TrainingConfiguration; space: SearchSpace; initial: InitialModel | undefined },
  console: CommandContext['console'],
  signal: AbortSignal,
): Promise<{ split: SearchIdentity['training']['split']; labels: readonly string[]; data: DataFacts }> {
  const { dataset, exclude, excludeFacts } = await readLabelledData(options, console, signal);
  for (const line of options.quiet === true ? [] : skippedLines(dataset)) console.note(line);
  const { limit } = options;
  const split = splitDataset(dataset, { exclude, ...splitSettings(base), limit });
  const splitAs = splitterOf(dataset, exclude, limit);
  refuseSeenDevelopment(initial, { dataset, split, configuration: base, excludeFacts, limit, splitAs });
  const { train, development, unlabelled } = split;
  const hasUse = learnsFromUnlabelled(base) || Object.hasOwn(space, 'virtualAdversarial');
  const { labels, name, format, sha256 } = dataset;
  return {
    split: { train, development, ...(hasUse ? { unlabelled } : {}) },
    labels,
    data: { name, format, sha256 },
  };
}
