/** The flags that say which labelled data to read, shared by `train` and `evaluate`, and the reading with progress. */
import { createHash } from 'node:crypto';
import type { Command } from 'commander';
import { type Dataset, readDataset, readExcludeList } from '../datasets/index.js';
import type { ExcludeFacts } from '../training/index.js';
import type { Console } from './console.js';
import { bar, counted, integer } from './figures.js';
import { needed } from './flags.js';

export interface DataOptions {
  readonly data?: string;
  readonly exclude?: string;
  readonly textColumn?: string;
  readonly labelColumn?: string;
  readonly splitColumn?: string;
  readonly groupColumn?: string;
  readonly skipBadRows?: boolean;
}

export interface LabelledData {
  readonly dataset: Dataset;
  readonly exclude: ReadonlySet<string> | undefined;
  readonly excludeFacts: ExcludeFacts | undefined;
}

/** @param purpose what stands before the kinds of data in the help of --data; '(needed) ' for a command that needs it */
export function addDataOptions(command: Command, purpose = '(needed) '): Command {
  return command
    .optionsGroup('Data:')
    .option('--data <path>', `${purpose}the IMDB archive, a folder of reviews, a .csv, .tsv or .jsonl file`)
    .option(
      '--exclude <file>',
      "leave out the reviews whose ids stand in this file, one a line ('train/neg/0_3.txt'; of a table what its column id says, else row-1, row-2 ...)",
    )
    .option('--text-column <name>', 'column of the texts (default: one of the usual names)')
    .option('--label-column <name>', 'column of the labels (default: one of the usual names)')
    .option(
      '--split-column <name>',
      "column that says 'train', 'development' (or 'validation'), 'test' or 'unlabelled' (default: one of the usual names)",
    )
    .option(
      '--group-column <name>',
      "column of what texts share (film, product, author): they stay on one side of a split (default: 'group', if there)",
    )
    .option(
      '--skip-bad-rows',
      'leave out rows that cannot be read and count them (default: stop at the first)',
    );
}

export async function readLabelledData(
  options: DataOptions,
  console: Console,
  signal?: AbortSignal,
): Promise<LabelledData> {
  const { exclude: excludePath, textColumn, labelColumn, splitColumn, groupColumn, skipBadRows } = options;
  const data = needed(options.data, '--data');
  const exclude = await readExcluded(excludePath);
  const dataset = await readDataset(data, {
    textColumn,
    labelColumn,
    splitColumn,
    groupColumn,
    skipBadRows,
    signal,
    onProgress: (done, total) => console.progress(`Reading ${data} ${bar(done / total, 20)}`),
  });
  console.clearProgress();
  noteUselessList(exclude, excludePath, dataset, console);
  noteSharedGroups(dataset, console);
  return { dataset, exclude, excludeFacts: exclude === undefined ? undefined : excludeFacts(exclude) };
}

/** The ids in the file of --exclude, where it is given. */
export async function readExcluded(path: string | undefined): Promise<ReadonlySet<string> | undefined> {
  return path === undefined ? undefined : readExcludeList(path);
}

/** A list that names nothing is more often a mistake than meant. */
function noteUselessList(
  exclude: ReadonlySet<string> | undefined,
  path: string | undefined,
  { name, train, development = [], test, unlabelled }: Dataset,
  console: Console,
): void {
  if (exclude === undefined) return;
  const parts = [train, development, test, unlabelled];
  if (parts.some((part) => part.some(({ id }) => exclude.has(id)))) return;
  console.note(`Note: none of the ${counted(exclude.size, 'id')} in ${path} is one of ${name}.`);
}

/** A table's own development rows are taken as they are, so that whoever drew them has to keep groups apart. */
function noteSharedGroups({ train, development = [] }: Dataset, console: Console): void {
  const trained = new Set(train.map(({ group }) => group));
  const groups = new Set(development.flatMap(({ group }) => (group === undefined ? [] : [group])));
  const shared = [...groups].filter((group) => trained.has(group)).length;
  if (shared === 0) return;
  console.note(
    `Note: ${integer(shared)} of the ${counted(groups.size, 'group')} of the development rows ${shared === 1 ? 'stands' : 'stand'} in training too, so development figures say little about new groups.`,
  );
}

/** What is told of the list of --exclude. */
export function excludeFacts(ids: ReadonlySet<string>): ExcludeFacts {
  const text = [...ids].sort().join('\n');
  return { count: ids.size, sha256: createHash('sha256').update(text).digest('hex') };
}

/** What was left out when reading, as lines; the first few with their reasons. */
export function skippedLines({ skipped }: Dataset): string[] {
  if (skipped.length === 0) return [];
  const shown = skipped.slice(0, 3).map(({ row, reason }) => `  row ${row}: ${reason}`);
  const more = skipped.length > shown.length ? [`  and ${skipped.length - shown.length} more`] : [];
  return [`${counted(skipped.length, 'row')} left out, not readable:`, ...shown, ...more];
}
