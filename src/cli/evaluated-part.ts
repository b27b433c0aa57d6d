/** Which reviews of the data a model is measured on, with their labels as the model numbers them. */
import type { ModelBundle } from '../checkpoint/index.js';
import { type Dataset, dataIdentity, type Example, splitDataset } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import {
  type ExcludeFacts,
  type ModelMetrics,
  requireMetrics,
  reviewsSha256,
  splitSettings,
} from '../training/index.js';
import type { Console } from './console.js';

export const parts = ['test', 'development', 'train', 'all'] as const;
export type Part = (typeof parts)[number];

export interface PartRequest {
  readonly dataset: Dataset;
  readonly exclude: ReadonlySet<string> | undefined;
  readonly excludeFacts: ExcludeFacts | undefined;
  /** By default 'test' where the data has one, else 'development' of the model's own data and 'all' of other. */
  readonly part: Part | undefined;
  /** Whether the model was trained on this data, see {@link isTrainedOn}. */
  readonly isOwn: boolean;
  /** Of the model; called only when a part depends on how the model was trained. */
  readonly metrics: () => ModelMetrics;
  /** What to give instead of a part that other data has not. */
  readonly otherwise?: string;
}

/**
 * @throws ReelsenseError 'invalid-option' for a part that the data has not, or that cannot be the one the model was trained with
 */
export function evaluatedPart(request: PartRequest): { part: Part; examples: readonly Example[] } {
  const { dataset, exclude, isOwn } = request;
  const part = request.part ?? (dataset.test.length > 0 ? 'test' : isOwn ? 'development' : 'all');
  const kept = (examples: readonly Example[]): Example[] =>
    examples.filter(({ id }) => exclude?.has(id) !== true);
  switch (part) {
    case 'test':
      if (dataset.test.length === 0) {
        throw new ReelsenseError(
          'invalid-option',
          `${dataset.name} has no test part; give --part all, or name the column that tells the parts (--split-column).`,
        );
      }
      if (isOwn) refuseOtherTest(request);
      return { part, examples: kept(dataset.test) };
    case 'all':
      return { part, examples: kept([...dataset.train, ...(dataset.development ?? []), ...dataset.test]) };
    case 'development':
    case 'train':
      return { part, examples: splitAsInTraining(request, part)[part] };
  }
}

/** Rows that count as test here, and counted as training for the model, would be measured as if they were new to it. */
function refuseOtherTest({ dataset, exclude, excludeFacts, metrics }: PartRequest): void {
  const { split, exclude: list, limit } = metrics().data;
  if (split.test === 0) {
    throw new ReelsenseError(
      'invalid-option',
      'The model was trained on this data as if it had no test part, so on these rows too; give the --split-column of its training.',
    );
  }
  const isSameList = excludeFacts?.sha256 === list?.sha256;
  const most = isSameList
    ? dataset.test.filter(({ id }) => exclude?.has(id) !== true).length
    : dataset.test.length;
  const least = isSameList ? most : most - split.excluded; // how many of another list were test reviews, nobody knows
  const atMost = limit ?? Number.POSITIVE_INFINITY;
  if (split.test >= Math.min(least, atMost) && split.test <= Math.min(most, atMost)) return;
  throw new ReelsenseError(
    'invalid-option',
    `The model was trained on this data with a test part of ${split.test} reviews, and here it has ${most}, so that some of them may have been training ones; ` +
      'give the --split-column, --label-column and --skip-bad-rows of its training (`reelsense model` prints its command).',
  );
}

/** Whether `dataset` is what the model of `bundle` was trained on, as far as its record tells. */
export function isTrainedOn({ metrics, name }: ModelBundle, { sha256 }: Pick<Dataset, 'sha256'>): boolean {
  if (metrics === undefined) return false;
  return dataIdentity(requireMetrics(metrics, name).data.sha256) === dataIdentity(sha256);
}

/** Says so where a model was trained on an earlier state of a file: which of its reviews it knows cannot be told then. */
export function noteChangedData(
  model: string,
  metrics: ModelMetrics | undefined,
  { name, sha256 }: Pick<Dataset, 'name' | 'sha256'>,
  console: Console,
): void {
  if (metrics === undefined || metrics.data.name !== name) return;
  if (dataIdentity(metrics.data.sha256) === dataIdentity(sha256)) return;
  console.note(
    `Note: ${name} has changed since ${model} was trained on it, or is another file of that name; the model may know reviews that count as new here, and figures on those are too good.`,
  );
}

/** The same split that the model was trained with: its seed, fraction, limit and excluded reviews. */
function splitAsInTraining(
  { dataset, exclude, excludeFacts, metrics, otherwise = '--part test or --part all' }: PartRequest,
  part: Part,
) {
  const { data, training } = metrics();
  if (dataIdentity(dataset.sha256) !== dataIdentity(data.sha256)) {
    throw new ReelsenseError(
      'invalid-option',
      `The ${part} part is known of ${data.name} alone, which the model was trained on, and ${dataset.name === data.name ? 'this' : dataset.name} is other data; give ${otherwise}.`,
    );
  }
  if (excludeFacts?.sha256 !== data.exclude?.sha256) {
    throw new ReelsenseError(
      'invalid-option',
      data.exclude === null
        ? 'The model was trained without --exclude; leave it out here too, or the parts are not the same.'
        : `The model was trained with another --exclude (a list of ${data.exclude.count} ids); give that one, or the parts are not the same.`,
    );
  }
  const split = splitDataset(dataset, {
    exclude,
    ...splitSettings(training.configuration),
    limit: data.limit ?? undefined,
  });
  const known = data.developmentSha256;
  const isOther = known !== undefined && known !== reviewsSha256(split.development);
  if (isOther && split.counts.groups === data.split.groups) {
    throw new ReelsenseError(
      'invalid-option',
      'The development part of its training was another one; give the --split-column, --label-column, --group-column and --skip-bad-rows ' +
        'of its training (`reelsense model` prints its command).',
    );
  }
  if (split.counts.groups !== data.split.groups) {
    throw new ReelsenseError(
      'invalid-option',
      'The model was trained with other groups of texts kept together, so the parts are not the same; give the --group-column of its training ' +
        '(for a folder of the movie reviews: the lists train/urls_*.txt that it had then).',
    );
  }
  return split;
}

/**
 * Index of each of the data's labels among the model's.
 * @throws ReelsenseError 'invalid-option' for a label that the model does not know
 */
export function labelIndexes(dataset: Dataset, modelLabels: readonly string[]): number[] {
  return dataset.labels.map((label) => {
    const index = modelLabels.indexOf(label);
    if (index >= 0) return index;
    throw new ReelsenseError(
      'invalid-option',
      `${dataset.name} has the label ${JSON.stringify(label)}, and the model knows ${modelLabels.join(', ')}; use data with these labels.`,
    );
  });
}
