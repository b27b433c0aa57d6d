/** Whether two trainings set the same reviews aside: what one has learnt from must not measure the other. */
import { sha256Of } from '../checkpoint/index.js';
import { type Dataset, dataIdentity, type Example, type Split, splitDataset } from '../datasets/index.js';
import { ReelsenseError } from '../errors/index.js';
import type { InitialModel } from './initial-model.js';
import { labelSourcesOf, type ToldModel } from './label-sources.js';
import { hasReadExactly, type PretrainedModel } from './pretrained.js';
import {
  type ExcludeFacts,
  type LabelSource,
  type SplitConfiguration,
  type SplitFacts,
  splitSettings,
} from './split-facts.js';

/** SHA-256 of the reviews' ids, in their order. */
export function reviewsSha256(reviews: readonly Pick<Example, 'id'>[]): string {
  return sha256Of(reviews.map(({ id }) => id).join('\n'));
}

/** A training that is about to begin. */
export interface PlannedTraining {
  readonly dataset: Pick<Dataset, 'name' | 'sha256'>;
  readonly split: Pick<Split, 'development' | 'counts'>;
  readonly configuration: SplitConfiguration;
  readonly excludeFacts: ExcludeFacts | undefined;
  readonly limit: number | undefined;
  readonly splitAs: SplitAs;
}

/** The parts of a run's data by the split settings of an earlier training; undefined where it cannot be cut so. */
export type SplitAs = (configuration: SplitConfiguration) => Split | undefined;

export function splitterOf(
  dataset: Dataset,
  exclude: ReadonlySet<string> | undefined,
  limit?: number | undefined,
): SplitAs {
  return (configuration) => {
    try {
      return splitDataset(dataset, { exclude, ...splitSettings(configuration), limit });
    } catch (error) {
      if (error instanceof ReelsenseError) return undefined; // groups too large for those shares: other data
      throw error;
    }
  };
}

/**
 * By the reviews themselves, where both tell them; for models of before by what they follow from.
 * @returns what differs, as a user would name it; undefined where the same reviews are set aside
 */
export function splitDifference(a: SplitFacts, b: SplitFacts): string | undefined {
  const [one, other] = [a.data.developmentSha256, b.data.developmentSha256];
  if (one !== undefined && one === other) return undefined;
  const causes = ({ data, training: { configuration } }: SplitFacts): Record<string, unknown> => ({
    'the split (--split-seed, --split-by, --development-fraction)': {
      ...splitSettings(configuration),
      // Without groups each text goes alone, whatever was asked for.
      ...(data.split.groups === undefined ? { splitBy: 'text' } : {}),
    },
    'the list of --exclude': data.exclude?.sha256,
    'the number of --limit': data.limit,
    'the groups of the texts (--group-column)': data.split.groups,
  });
  const [ours, theirs] = [causes(a), causes(b)];
  const cause = Object.keys(ours).find((key) => JSON.stringify(ours[key]) !== JSON.stringify(theirs[key]));
  return (
    cause ??
    (one === undefined || other === undefined ? undefined : 'the groups of the texts (--group-column)')
  );
}

/**
 * Whether a model may be used in a run that measures on `development`: it has set the same reviews aside, or more. A last training with
 * a smaller --development-fraction learns from more labels, and is still measured on what no label was learnt of.
 * @param now of the run  @returns what differs, as {@link splitDifference} has it
 */
export function seenDifference(
  earlier: SplitFacts,
  now: SplitFacts,
  { development, splitAs }: { readonly development: Reviews; readonly splitAs: SplitAs },
): string | undefined {
  const difference = splitDifference(earlier, now);
  if (difference === undefined) return undefined;
  const [{ data: theirs }, { data: ours }] = [earlier, now];
  if (theirs.exclude?.sha256 !== ours.exclude?.sha256 || theirs.limit !== ours.limit) return difference;
  const { configuration } = earlier.training;
  const again = splitAs(
    theirs.split.groups === undefined ? { ...configuration, splitBy: 'text' } : configuration,
  );
  if (again === undefined) return difference;
  const isTheirs =
    theirs.developmentSha256 === undefined
      ? (['groups', 'train', 'development'] as const).every((key) => theirs.split[key] === again.counts[key])
      : theirs.developmentSha256 === reviewsSha256(again.development);
  return isTheirs && isAmong(development, again.development) ? undefined : difference;
}

type Reviews = readonly Pick<Example, 'id'>[];

function isAmong(some: Reviews, all: Reviews): boolean {
  const ids = new Set(all.map(({ id }) => id));
  return some.every(({ id }) => ids.has(id));
}

/** Whether a language model has read, of the labelled reviews, those alone that `split` or a split with more reviews set aside leaves to train on. */
export function hasReadNoDevelopment(
  model: PretrainedModel,
  split: Pick<Split, 'train' | 'development'> & Partial<Pick<Split, 'unlabelled'>>,
  splitAs: SplitAs | undefined,
): boolean {
  if (hasReadExactly(model, split)) return true;
  const earlier = splitAs?.(model.facts.configuration);
  return (
    earlier !== undefined && hasReadExactly(model, earlier) && isAmong(split.development, earlier.development)
  );
}

/**
 * @throws ReelsenseError 'invalid-option' where a run would be measured on reviews whose labels the classifier that it
 *   begins with was trained on, or what that began with, or a teacher of either
 */
export function refuseSeenDevelopment(initial: InitialModel | undefined, planned: PlannedTraining): void {
  if (initial?.kind !== 'classifier') return;
  refuseSources('model', { name: initial.facts.name, metrics: initial.metrics }, planned);
}

/**
 * A teacher passes on what it knows, of the reviews that this run sets aside too.
 * @throws ReelsenseError 'invalid-option' where its labels of those were among what it was trained on, or what it began with or its teachers were
 */
export function refuseTaughtDevelopment(teacher: ToldModel, planned: PlannedTraining): void {
  refuseSources('teacher', teacher, planned);
}

function refuseSources(kind: 'model' | 'teacher', model: ToldModel, planned: PlannedTraining): void {
  for (const [i, source] of labelSourcesOf(model).entries()) {
    const reason = reasonToRefuse(source, planned);
    if (reason === undefined) continue;
    const through = i === 0 ? '' : `, through "${source.name}",`;
    throw new ReelsenseError(
      'invalid-option',
      `The ${kind} "${model.name}"${through} has learnt from reviews that this run would set aside for development, so its figures would be too good: ${reason}`,
    );
  }
}

/** What differs, and what to do; undefined where it has not learnt from what the run sets aside. */
function reasonToRefuse(source: LabelSource, planned: PlannedTraining): string | undefined {
  const { dataset, split, configuration, excludeFacts, limit, splitAs } = planned;
  const { development } = split;
  const sha256 = 'split' in source ? source.split.data.sha256 : source.origin.data;
  if (dataIdentity(sha256) !== dataIdentity(dataset.sha256)) return undefined;
  if ('origin' in source) {
    const { origin } = source;
    if (origin.developmentSha256 === reviewsSha256(development)) return undefined;
    const earlier = origin.split === undefined ? [] : (splitAs(origin.split)?.development ?? []);
    if (origin.developmentSha256 === reviewsSha256(earlier) && isAmong(development, earlier))
      return undefined;
    const { seed, splitBy, developmentFraction } = splitSettings(configuration);
    return (
      'other reviews were set aside for it. Make it again by `reelsense baseline` as this run sets them aside ' +
      `(--split-by ${splitBy} --split-seed ${seed} --development-fraction ${developmentFraction}, with its --exclude and --group-column, and no --limit here), or take another teacher.`
    );
  }
  const data = {
    sha256: dataset.sha256,
    exclude: excludeFacts ?? null,
    limit: limit ?? null,
    split: split.counts,
    developmentSha256: reviewsSha256(development),
  };
  const now = { data, training: { configuration } };
  const difference = seenDifference(source.split, now, { development, splitAs });
  if (difference === undefined) return undefined;
  const { seed, splitBy, developmentFraction } = splitSettings(source.split.training.configuration);
  return (
    `${difference} was another. Set aside the same ones${splitBy === 'text' ? ', or fewer of them by a smaller fraction' : ''} (--split-by ${splitBy} --split-seed ${seed} --development-fraction ${developmentFraction}, ` +
    'with the --exclude, --limit and --group-column of its training), or take another model.'
  );
}
