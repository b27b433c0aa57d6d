/**
 * Cuts a data set into training, development and test parts by the rules of a clean figure: nothing that is
 * excluded, no text twice, no text with two labels, no text in training that also stands in test. What goes where depends on the texts and
 * the seed alone, never on the order of the input.
 */
import { ReelsenseError, refuseUnknown } from '../errors/index.js';
import { Random } from '../random/index.js';
import type { Dataset, Example } from './dataset.js';
import { compareCodeUnits } from './labels.js';
import { byLabel, type SetAside, type SplitUnit, setAside } from './set-aside.js';
import { shareOut } from './share-out.js';

export interface SplitOptions {
  /** Ids of the reviews to leave out of every part. */
  readonly exclude?: ReadonlySet<string> | undefined;
  /** Share of the labelled training reviews that becomes the development part, at least 0 and under 1; not asked where the data has its own. */
  readonly developmentFraction: number;
  readonly seed: number;
  /** What stays on one side of the cut; by default 'group', which is the same as 'text' where the data tells no groups. */
  readonly splitBy?: SplitUnit | undefined;
  /** At most so many reviews in each part, every label keeping its share; for quick tries. */
  readonly limit?: number | undefined;
}

export interface SplitCounts {
  /** Reviews of any part whose id is in the exclude list. */
  readonly excluded: number;
  /** Training or unlabelled reviews under another id with the text of an excluded one. */
  readonly overlapWithExcludedDropped: number;
  /** Training or unlabelled reviews whose text also stands in test. */
  readonly overlapWithTestDropped: number;
  /** Second and further reviews with the same text, within training (and development) and within the unlabelled ones. */
  readonly duplicatesDropped: number;
  /** Training reviews whose text stands there with another label too: nobody knows which is right. Absent where there are none. */
  readonly contradictoryDropped?: number;
  /** Unlabelled reviews whose text also stands in training or development. */
  readonly unlabelledOverlapDropped: number;
  /** Unlabelled reviews of a group that is in development; absent where there are none. */
  readonly unlabelledGroupsDropped?: number;
  readonly train: number;
  readonly development: number;
  readonly test: number;
  readonly unlabelled: number;
  /** Groups (films, products, authors) of training and development together; absent where each text went alone. */
  readonly groups?: number;
  /** Reviews of the training part (without development) with each label. */
  readonly perLabel: Readonly<Record<string, number>>;
}

export interface Split {
  readonly train: Example[];
  readonly development: Example[];
  readonly test: readonly Example[];
  readonly unlabelled: Example[];
  readonly counts: SplitCounts;
}

const optionNames: readonly (keyof SplitOptions)[] = [
  'exclude',
  'developmentFraction',
  'seed',
  'splitBy',
  'limit',
];

/**
 * The parts of `dataset`; the development part is its own where it has one, else set aside by `seed`. The training, development and unlabelled parts are shuffled by the seed; the test part
 * keeps its order and is whole unless there is a `limit`. With development wanted, a label that has two reviews or
 * more has at least one in each of training and development, as far as groups allow.
 *
 * @throws ReelsenseError 'invalid-option' for an unknown option, a fraction or limit out of range, or groups that cannot be cut.
 */
export function splitDataset(dataset: Dataset, options: SplitOptions): Split {
  refuseUnknown('option', options, optionNames);
  const { exclude, developmentFraction, seed, splitBy = 'group', limit = Number.POSITIVE_INFINITY } = options;
  if (!(developmentFraction >= 0 && developmentFraction < 1)) {
    throw new ReelsenseError(
      'invalid-option',
      `The development fraction is ${developmentFraction}; it must be at least 0 and under 1 (0.1 is usual).`,
    );
  }
  if (!(limit >= 1)) {
    throw new ReelsenseError('invalid-option', `The limit is ${limit} reviews; it must be at least 1.`);
  }
  const dropped = {
    ...{ excluded: 0, withExcluded: 0, withTest: 0, duplicates: 0, contradictory: 0 },
    unlabelledOverlap: 0,
  };
  const excludedTexts = new Set<string>();
  const withoutExcluded = (examples: readonly Example[]): Example[] =>
    examples.filter(({ id, text }) => {
      if (!exclude?.has(id)) return true;
      excludedTexts.add(text);
      dropped.excluded++;
      return false;
    });
  const [allTrain, allDevelopment, allTest, allUnlabelled] = [
    dataset.train,
    dataset.development ?? [],
    dataset.test,
    dataset.unlabelled,
  ].map(withoutExcluded) as [Example[], Example[], Example[], Example[]];

  const testTexts = new Set(allTest.map(({ text }) => text));
  const contradictory = textsWithSeveralLabels([...allTrain, ...allDevelopment]);
  const distinct = (examples: Example[]): Example[] => {
    const seen = new Set<string>();
    return examples.sort(compareByText).filter(({ text }) => {
      if (excludedTexts.has(text)) dropped.withExcluded++;
      else if (testTexts.has(text)) dropped.withTest++;
      else if (contradictory.has(text)) dropped.contradictory++;
      else if (seen.has(text)) dropped.duplicates++;
      else return seen.add(text);
      return false;
    });
  };
  const ownDevelopment = distinct(allDevelopment);
  const developmentTexts = new Set(ownDevelopment.map(({ text }) => text));
  const labelled = distinct(allTrain).filter(({ text }) => {
    if (!developmentTexts.has(text)) return true;
    dropped.duplicates++;
    return false;
  });
  const labelledTexts = new Set([...labelled.map(({ text }) => text), ...developmentTexts]);
  const unlabelled = distinct(allUnlabelled).filter(({ text }) => {
    if (!labelledTexts.has(text)) return true;
    dropped.unlabelledOverlap++;
    return false;
  });

  const random = new Random(seed);
  const count = dataset.labels.length;
  const { train, development, groups }: SetAside =
    ownDevelopment.length > 0
      ? {
          train: byLabel(random.fork(count + 5).shuffle(labelled), count),
          development: byLabel(random.fork(count + 6).shuffle(ownDevelopment), count),
        }
      : setAside(labelled, dataset.labels, { fraction: developmentFraction, unit: splitBy, random });
  const groupsAside = new Set(splitBy === 'group' ? development.flat().map(({ group }) => group) : []);
  const apart = new Set(unlabelled.filter(({ group }) => group !== undefined && groupsAside.has(group)));
  const parts = {
    train: random.fork(count).shuffle(limited(train, limit)),
    development: random.fork(count + 1).shuffle(limited(development, limit)),
    unlabelled: random
      .fork(count + 2)
      .shuffle(unlabelled.filter((example) => !apart.has(example)))
      .slice(0, limit),
    test:
      allTest.length <= limit ? allTest : limitedTest(allTest, dataset.labels, limit, random.fork(count + 3)),
  };
  return {
    ...parts,
    counts: {
      excluded: dropped.excluded,
      overlapWithExcludedDropped: dropped.withExcluded,
      overlapWithTestDropped: dropped.withTest,
      duplicatesDropped: dropped.duplicates,
      ...(dropped.contradictory === 0 ? {} : { contradictoryDropped: dropped.contradictory }),
      unlabelledOverlapDropped: dropped.unlabelledOverlap,
      train: parts.train.length,
      development: parts.development.length,
      test: parts.test.length,
      unlabelled: parts.unlabelled.length,
      ...(groups === undefined ? {} : { groups }),
      ...(apart.size === 0 ? {} : { unlabelledGroupsDropped: apart.size }),
      perLabel: Object.fromEntries(
        dataset.labels.map((name, label) => [
          name,
          parts.train.filter((example) => example.label === label).length,
        ]),
      ),
    },
  };
}

function textsWithSeveralLabels(examples: readonly Example[]): Set<string> {
  const first = new Map<string, number>();
  const several = new Set<string>();
  for (const { text, label } of examples) {
    const known = first.get(text);
    if (known === undefined) first.set(text, label);
    else if (known !== label) several.add(text);
  }
  return several;
}

/** By text, so that the order does not depend on the file's; label and id decide between equal texts. */
function compareByText(a: Example, b: Example): number {
  return compareCodeUnits(a.text, b.text) || a.label - b.label || compareCodeUnits(a.id, b.id);
}

/** The first examples of each (shuffled) group, `limit` in all. */
function limited(groups: readonly Example[][], limit: number): Example[] {
  const sizes = groups.map((group) => group.length);
  const shares = shareOut(
    Math.min(
      limit,
      sizes.reduce((sum, size) => sum + size, 0),
    ),
    sizes,
  );
  return groups.flatMap((group, label) => group.slice(0, shares[label]));
}

/** `limit` of the test examples, every label keeping its share, in the order in which they stand. */
function limitedTest(test: Example[], labels: readonly string[], limit: number, random: Random): Example[] {
  const sorted = [...test].sort(compareByText);
  const groups = labels.map((_, label) =>
    random.shuffle(sorted.filter((example) => example.label === label)),
  );
  const chosen = new Set(limited(groups, limit));
  return test.filter((example) => chosen.has(example));
}
