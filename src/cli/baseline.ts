/** `reelsense baseline`: the linear model that an LSTM has to beat, trained on the same data in under a minute. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Option } from 'commander';
import { makeFolder, sha256Of, writeFileAtomically } from '../checkpoint/index.js';
import { type SplitUnit, splitDataset, splitUnits } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import { evaluate, evaluationToJson, formatEvaluation } from '../evaluation/index.js';
import { NgramClassifier, type NgramProgress, ngramDefaults } from '../ngrams/index.js';
import { defaults, type LabelSource, reviewsSha256, splitSettings, splitterOf } from '../training/index.js';
import type { AddCommand, CommandContext } from './context.js';
import { foldsByGroup, type GroupedLesson, keepCrossFitAnswers, requireLabelsOutside } from './cross-fit.js';
import { addDataOptions, type DataOptions, readLabelledData, skippedLines } from './data-options.js';
import { exitCodes } from './exit-codes.js';
import { integer, megabytes } from './figures.js';
import { examples, needed, numberOf, wholeNumber } from './flags.js';
import { interruptible } from './interruption.js';
import { refuseInput, refuseUnwritable } from './missing-folder.js';
import {
  askTeachers,
  keptScoresHelp,
  namesOfTeachers,
  refuseUnfitAnswers,
  type TeacherTask,
} from './teachers.js';
import { withUnlabelledFiles } from './unlabelled-texts.js';

interface BaselineOptions extends DataOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly teacher?: string;
  readonly softLabels?: string;
  readonly folds?: number;
  readonly unlabelled?: readonly string[];
  readonly order: number;
  readonly minimumCount: number;
  readonly cost: number;
  readonly splitSeed: number;
  readonly splitBy: SplitUnit;
  readonly developmentFraction: number;
}

export const addBaselineCommand: AddCommand = (program, context, finish) => {
  const { order, minimumCount, cost } = ngramDefaults;
  const command = program
    .command('baseline')
    .description('train the linear model of n-grams that an LSTM has to beat, and measure it');
  addDataOptions(command)
    .option(
      '--unlabelled <path...>',
      'more texts without labels, beside those of --data, for --teacher: a text a line, or a .csv, .tsv or .jsonl file',
    )
    .option(
      '--teacher <folders>',
      'models (or files of `baseline`), separated by commas, that label the unlabelled texts, which are then learnt from too',
    )
    .option('--soft-labels <folder>', keptScoresHelp)
    .option(
      '--folds <n>',
      'also keep in --soft-labels, for `train --teacher FILE`, what these n-grams say of the texts that they learn from, each of n parts answered by what learnt from the others (2 to 20)',
      wholeNumber('--folds', 2, 20),
    )
    .optionsGroup('Result:')
    .option('--out <file>', 'where its n-grams and their weights go, as text; `train --teacher` takes it')
    .option('--json', 'print one JSON object')
    .optionsGroup('Settings:')
    .option('--order <n>', 'longest n-gram (tokens; 1 to 5)', wholeNumber('--order', 1, 5), order)
    .option(
      '--minimum-count <n>',
      'texts that an n-gram must occur in (texts)',
      wholeNumber('--minimum-count', 1),
      minimumCount,
    )
    .option(
      '--cost <n>',
      'how closely the training texts are fitted (above 0)',
      between('--cost', 0, 1e6),
      cost,
    )
    .option(
      '--split-seed <n>',
      'of which reviews are set aside',
      wholeNumber('--split-seed', 0, 2 ** 32 - 1),
      defaults.splitSeed,
    )
    .addOption(
      new Option('--split-by <unit>', 'what stays together when reviews are set aside')
        .choices(splitUnits)
        .default(defaults.splitBy),
    )
    .option(
      '--development-fraction <n>',
      'of the training reviews that is set aside to measure on (share)',
      between('--development-fraction', 0, 0.9),
      defaults.developmentFraction,
    )
    .addHelpText(
      'after',
      examples(
        'baseline --data data/sample-reviews.csv',
        'baseline --data data/aclImdb_v1.tar.gz --out runs/ngrams.txt',
        'train --data data/aclImdb_v1.tar.gz --out runs/imdb --teacher runs/ngrams.txt',
        'baseline --data data/aclImdb_v1.tar.gz --out runs/taught-ngrams.txt --teacher runs/imdb',
      ),
    )
    .action(async (options: BaselineOptions) =>
      finish(
        await interruptible(
          () => {
            context.console.clearProgress();
            if (options.teacher !== undefined && (options.softLabels ?? options.out) !== undefined)
              context.console.note('What teachers said so far is kept: the same command goes on there.');
          },
          (signal) => baseline(options, context, signal),
        ),
      ),
    );
};

async function baseline(
  options: BaselineOptions,
  { console }: CommandContext,
  signal: AbortSignal,
): Promise<number> {
  const {
    out,
    splitSeed,
    splitBy,
    developmentFraction,
    teacher,
    softLabels,
    unlabelled = [],
    textColumn,
  } = options;
  needed(options.data, '--data');
  const { folds } = options;
  if (folds !== undefined && (out === undefined || softLabels === undefined)) {
    throw new ReelsenseError(
      'invalid-option',
      '--folds keeps answers of the n-grams in --out for those who learn from them; give --out FILE and --soft-labels FOLDER too.',
    );
  }
  refuseUnfitAnswers({ softLabels, isAsked: teacher !== undefined || folds !== undefined });
  if (out !== undefined) {
    console.goOnWithoutReader();
    refuseUnwritable(out, 'The n-grams');
    const teachers = teacher === undefined ? [] : namesOfTeachers(teacher);
    refuseInput(out, 'The n-grams', [options.data, options.exclude, ...unlabelled, ...teachers]);
  }
  if (unlabelled.length > 0 && teacher === undefined) {
    throw new ReelsenseError(
      'invalid-option',
      '--unlabelled has no use without a teacher that labels such texts; give --teacher too, or leave it out.',
    );
  }
  const { dataset: read, exclude, excludeFacts } = await readLabelledData(options, console, signal);
  const dataset = await withUnlabelledFiles(read, unlabelled, { textColumn, console, signal });
  const { labels } = dataset;
  const configuration = { seed: splitSeed, splitSeed, splitBy, developmentFraction };
  const split = splitDataset(dataset, { exclude, ...splitSettings(configuration) });
  const splitAs = splitterOf(dataset, exclude);
  const { train, development } = split;
  const planned = { dataset, split, configuration, excludeFacts, limit: undefined, splitAs };
  if (development.length === 0) {
    throw new ReelsenseError(
      'too-few-labels',
      `${dataset.name} leaves no text to measure on: give at least two texts of each label, and a --development-fraction above 0.`,
    );
  }
  const taughtFrom = teacher === undefined ? [] : split.unlabelled;
  let foldOf: number[] | undefined;
  if (folds !== undefined) {
    const texts = [...train, ...taughtFrom];
    foldOf = foldsByGroup(texts, folds); // before teachers are asked, and all is fitted
    requireLabelsOutside(texts, foldOf, labels);
  }
  const ownCache =
    teacher === undefined || out === undefined || softLabels !== undefined ? undefined : `${out}.soft-labels`;
  const cache = softLabels ?? ownCache;
  const { taught, learntFrom } =
    teacher === undefined
      ? { taught: [], learntFrom: [] }
      : await taughtTexts(teacher, { labels, split, planned, cache, console, signal });
  const started = performance.now();
  const lessons: GroupedLesson[] = [...train, ...taught];
  const ngramOptions = { ...ngramDefaults, ...options };
  const report = ({ stage, done, classes }: NgramProgress, part = ''): void => {
    signal.throwIfAborted();
    console.progress(
      `${stage === 'counting' ? 'Counting n-grams' : `Fitting ${done + 1} of ${classes}`}${part}`,
    );
  };
  const classifier = await NgramClassifier.train(labels, lessons, development, ngramOptions, report);
  console.clearProgress();
  const seconds = (performance.now() - started) / 1000;
  const evaluation = evaluate({
    labels,
    truth: development.map(({ label }) => label),
    scores: development.map(({ text }) => classifier.score(text).scores),
    ids: development.map(({ id }) => id),
  });
  const origin = {
    data: dataset.sha256,
    developmentSha256: reviewsSha256(development),
    split: splitSettings(configuration),
    ...(learntFrom.length === 0 ? {} : { learntFrom }),
  };
  const content = out === undefined ? undefined : Buffer.from([...classifier.toText(origin)].join(''));
  const bytes = content?.length;
  if (content !== undefined && foldOf !== undefined) {
    await keepCrossFitAnswers({
      ...{ teacher: sha256Of(content), labels, lessons, development, foldOf, folder: softLabels! },
      options: ngramOptions,
      onProgress: (fold, progress) => report(progress, `, without part ${fold + 1} of ${folds}`),
    });
    console.clearProgress();
  }
  // Last, so that no run is taught by n-grams whose answers about their own texts are not there yet.
  if (out !== undefined && content !== undefined) {
    await makeFolder(dirname(out));
    await writeFileAtomically(out, content);
  }
  if (ownCache !== undefined) await rm(ownCache, { recursive: true, force: true });
  if (options.json === true) {
    const figures = evaluationToJson(evaluation);
    const ngrams = classifier.size;
    await console.print(
      JSON.stringify({
        ...{ part: 'development', ngrams, taught: taught.length, seconds, bytes },
        ...{ skippedRows: dataset.skipped.length, ...figures },
      }),
    );
    return exitCodes.success;
  }
  for (const line of skippedLines(dataset)) await console.print(line);
  await console.print(
    `Logistic regression over ${integer(classifier.size)} n-grams, trained on ${integer(train.length)} texts${taught.length === 0 ? '' : ` and ${integer(taught.length)} that teachers labelled`} in ${seconds.toFixed(1)} s, on the development part of ${dataset.name}\n\n${formatEvaluation(evaluation)}`,
  );
  if (out !== undefined && bytes !== undefined) console.note(`${out} (${megabytes(bytes)})`);
  return exitCodes.success;
}

/** The unlabelled texts, each with the probabilities that the teachers together give its labels, and whose labels those have learnt from. */
async function taughtTexts(
  folders: string,
  task: Omit<TeacherTask, 'folders' | 'threads'>,
): Promise<{ taught: GroupedLesson[]; learntFrom: readonly LabelSource[] }> {
  const { unlabelled } = task.split;
  if (unlabelled.length === 0) {
    throw new ReelsenseError(
      'invalid-option',
      '--teacher has no use without texts that have no label: --data holds none; give --unlabelled FILE too, or leave --teacher out.',
    );
  }
  const split = { train: [], unlabelled };
  const answers = await askTeachers({ ...task, folders, split, threads: defaults.threads });
  const taught = unlabelled.map(({ text, label, group }, i) => ({
    ...{ text, label, group },
    probabilities: answers.unlabelled[i]!,
  }));
  return { taught, learntFrom: answers.learntFrom ?? [] };
}

function between(flag: string, above: number, maximum: number): (text: string) => number {
  const expected = `a number above ${above}, at most ${maximum}`;
  return (text) => {
    const value = numberOf(flag, text, expected);
    if (value > above && value <= maximum) return value;
    throw new ReelsenseError('invalid-option', `${flag} is ${text}; give ${expected}.`);
  };
}
