/** Finds the columns of a table by their usual names. */
import { ReelsenseError } from '../errors/index.js';

/** What a column can be for; its usual names, the surest first; and the option that names it. */
const roles = {
  text: {
    names: [
      'text',
      'review',
      'reviewtext',
      'sentence',
      'content',
      'comment',
      'body',
      'message',
      'tweet',
      'document',
    ],
    option: 'textColumn (--text-column)',
  },
  label: {
    names: ['label', 'labels', 'sentiment', 'polarity', 'class', 'category', 'target', 'rating', 'stars'],
    option: 'labelColumn (--label-column)',
  },
  split: { names: ['split', 'subset', 'partition'], option: 'splitColumn (--split-column)' },
  group: { names: ['group'], option: 'groupColumn (--group-column)' },
} as const;

export type ColumnRole = keyof typeof roles;

/** A name as it is compared: letter case, spaces, hyphens and underscores do not count. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/**
 * The index in `columns` of the column named `wanted`, or by default of the first usual name of `role`; undefined
 * where no name is wanted and none is usual.
 *
 * @param name of the file, for a message.
 * @throws ReelsenseError 'missing-column' when the column that is `wanted` is not there.
 */
export function findColumn(
  columns: readonly string[],
  role: ColumnRole,
  wanted: string | undefined,
  name: string,
): number | undefined {
  const index = columnIn(columns, role, wanted);
  if (wanted !== undefined && index === undefined) {
    throw new ReelsenseError(
      'missing-column',
      `${name} has no column ${JSON.stringify(wanted)}: ${listed(columns)}.`,
    );
  }
  return index;
}

/** As {@link findColumn}, but undefined also where the column that is `wanted` is not there. */
export function columnIn(
  columns: readonly string[],
  role: ColumnRole,
  wanted: string | undefined,
): number | undefined {
  if (wanted !== undefined) {
    const exact = columns.indexOf(wanted);
    const index = exact === -1 ? columns.findIndex((column) => plain(column) === plain(wanted)) : exact;
    return index === -1 ? undefined : index;
  }
  const plainColumns = columns.map(plain);
  for (const usual of roles[role].names) {
    const index = plainColumns.indexOf(usual);
    if (index !== -1) return index;
  }
  return undefined;
}

/** The index in `columns` of the one called 'id', in whatever case. */
export function idColumnOf(columns: readonly string[]): number | undefined {
  const index = columns.findIndex((column) => column.toLowerCase() === 'id');
  return index === -1 ? undefined : index;
}

/** As {@link findColumn}, for a column that has to be there. */
export function requireColumn(
  columns: readonly string[],
  role: ColumnRole,
  wanted: string | undefined,
  name: string,
): number {
  const index = findColumn(columns, role, wanted, name);
  if (index !== undefined) return index;
  throw new ReelsenseError(
    'missing-column',
    `${name} has no ${role} column: ${listed(columns)}; name it with ${roles[role].option}, ` +
      `or call it one of ${roles[role].names.join(', ')}.`,
  );
}

function listed(columns: readonly string[]): string {
  if (columns.length === 0) return 'its first object, which tells the columns, is empty'; // of JSON Lines
  const shown = columns.slice(0, 20).map((name) => JSON.stringify(name.slice(0, 40)));
  const more = columns.length > 20 ? ` and ${columns.length - 20} more` : '';
  return `its columns are ${shown.join(', ')}${more}`;
}
