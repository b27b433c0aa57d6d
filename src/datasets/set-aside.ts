/** Which labelled reviews are set aside for development: each for itself, or all that share a group together. */
import { ReelsenseError } from '../errors/index.js';
import type { Random } from '../random/index.js';
import type { Example } from './dataset.js';
import { shareOut } from './share-out.js';

/** What stays together when reviews are set aside: those of one group (film, product, author), or each text alone. */
export const splitUnits = ['group', 'text'] as const;
export type SplitUnit = (typeof splitUnits)[number];

/** Reviews with each label, by the label's index. */
export interface SetAside {
  readonly train: Example[][];
  readonly development: Example[][];
  /** Groups that the reviews were set aside by; absent where each went alone. */
  readonly groups?: number;
}

/**
 * Cuts `labelled` (in an order that does not depend on the file's) by the share `fraction`, every label keeping its
 * share as well as the groups allow. With `unit` 'group', reviews that share a group stay on one side, those without one go alone.
 *
 * @throws ReelsenseError 'invalid-option' where the groups are too large for a label to be set aside
 */
export function setAside(
  labelled: readonly Example[],
  labels: readonly string[],
  { fraction, unit, random }: { fraction: number; unit: SplitUnit; random: Random },
): SetAside {
  const perLabel = byLabel(labelled, labels.length);
  const sizes = developmentSizes(perLabel, fraction);
  if (unit === 'group' && labelled.some(({ group }) => group !== undefined)) {
    return setAsideGroups(labelled, labels, sizes, random.fork(labels.length + 4));
  }
  const shuffled = perLabel.map((examples, label) => random.fork(label).shuffle(examples));
  return {
    development: shuffled.map((examples, label) => examples.slice(0, sizes[label])),
    train: shuffled.map((examples, label) => examples.slice(sizes[label])),
  };
}

/** Groups in a random order, each set aside if it still fits: small ones fill what the large ones leave. */
function setAsideGroups(
  labelled: readonly Example[],
  labels: readonly string[],
  sizes: readonly number[],
  random: Random,
): SetAside {
  const groups = random.shuffle(groupsOf(labelled));
  const left = [...sizes];
  const development: Example[] = [];
  const train: Example[] = [];
  for (const group of groups) {
    const counts = byLabel(group, labels.length).map(({ length }) => length);
    const fits = counts.every((count, label) => count <= (left[label] ?? 0));
    const part = fits ? development : train;
    for (const example of group) part.push(example); // a group may be larger than a call takes arguments
    if (!fits) continue;
    counts.forEach((count, label) => {
      left[label] = (left[label] ?? 0) - count;
    });
  }
  const missing = labels.find((_, label) => (sizes[label] ?? 0) > 0 && sizes[label] === left[label]);
  if (missing !== undefined) {
    const others = 'split texts without regard to their groups (--split-by text)';
    throw new ReelsenseError(
      'invalid-option',
      groups.length === 1
        ? `The training texts are all of one group, so that none can be set aside as development; ${others}.`
        : `The ${groups.length} groups of the training texts are too large for any text labelled "${missing}" to be set aside ` +
            `as development; set a larger share aside (--development-fraction), or ${others}.`,
    );
  }
  return {
    train: byLabel(random.shuffle(train), labels.length),
    development: byLabel(random.shuffle(development), labels.length),
    groups: groups.length,
  };
}

/** Those that share a group together, then each of the others alone. */
export function groupsOf<Item extends { readonly group?: string | undefined }>(
  examples: readonly Item[],
): Item[][] {
  const groups = new Map<string, Item[]>();
  const alone: Item[][] = [];
  for (const example of examples) {
    if (example.group === undefined) {
      alone.push([example]);
      continue;
    }
    const members = groups.get(example.group);
    if (members === undefined) groups.set(example.group, [example]);
    else members.push(example);
  }
  return [...groups.values(), ...alone];
}

/** Reviews with each label, by the label's index. */
export function byLabel(examples: readonly Example[], labels: number): Example[][] {
  const lists = Array.from({ length: labels }, (): Example[] => []);
  for (const example of examples) lists[example.label]?.push(example);
  return lists;
}

/** How many of each label become development: the same share of each, one at least where two are there. */
function developmentSizes(perLabel: readonly Example[][], fraction: number): number[] {
  const sizes = perLabel.map(({ length }) => length);
  const wanted = Math.round(fraction * sizes.reduce((sum, size) => sum + size, 0));
  return shareOut(wanted, sizes).map((share, label) => {
    const size = sizes[label] ?? 0;
    return fraction === 0 || size < 2 ? 0 : Math.min(Math.max(share, 1), size - 1);
  });
}
