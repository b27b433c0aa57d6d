/** Reads a data set from a CSV, TSV or JSON Lines file. */
import { basename, extname } from 'node:path';
import { ReelsenseError } from '../errors/index.js';
import {
  type Cell,
  columnIn,
  findColumn,
  idColumnOf,
  requireColumn,
  type TableFormat,
  type TableRow,
  tableRows,
} from '../tables/index.js';
import {
  type Dataset,
  type Example,
  MAXIMUM_TEXT_BYTES,
  type ReadOptions,
  type SkippedRow,
} from './dataset.js';
import { HashedFile } from './file-chunks.js';
import { nameOf } from './file-name.js';
import { MAXIMUM_LABELS, orderLabels, requireLabels } from './labels.js';
import { type Part, partOfSplit } from './part-names.js';

/** A row may hold other columns beside the text. */
const MAXIMUM_ROW_BYTES = 4 * MAXIMUM_TEXT_BYTES;

interface Labelled {
  id: string;
  row: number;
  text: string;
  label: string | undefined;
  part: Part;
  group: string | undefined;
}

interface Columns {
  text: number;
  label: number;
}

/** Indexes in the columns of a row's own: an object of JSON Lines may leave out what others have. */
interface OptionalColumns {
  split: number | undefined;
  group: number | undefined;
  id: number | undefined;
}

/** What is wrong with one row; the message goes after its place. */
class BadRow extends Error {}

/**
 * The labelled texts of the table at `path`. Rows of an empty text are listed as skipped; any other bad row is an
 * error unless `skipBadRows`. A row is training data unless a split column says otherwise.
 *
 * @throws ReelsenseError 'file-not-found', 'missing-column', 'damaged-data' (with the row), 'empty-text',
 *   'too-few-labels'.
 */
export async function readTable(path: string, format: TableFormat, options: ReadOptions): Promise<Dataset> {
  const name = nameOf(path);
  const file = new HashedFile(path, { ...options, remedy: 'check the path' });
  const rows: Labelled[] = [];
  const skipped: SkippedRow[] = [];
  const labels = new Set<string>();
  let columns: Columns | undefined;
  let ownColumns: readonly string[] | undefined;
  let optional: OptionalColumns = { split: undefined, group: undefined, id: undefined };
  for await (const row of tableRows(file.chunks(), { format, name, maximumBytes: MAXIMUM_ROW_BYTES })) {
    try {
      if (row.problem !== undefined) throw new BadRow(row.problem);
      columns ??= findColumns(row.columns, options, name);
      if (row.ownColumns !== ownColumns) {
        ownColumns = row.ownColumns;
        optional = optionalColumns(ownColumns, options);
      }
      const labelled = readRow(row, columns, optional);
      if (labelled.text.trim() === '') {
        skipped.push({ row: row.row, reason: 'the text is empty' });
        continue;
      }
      if (labelled.label !== undefined) labels.add(labelled.label);
      rows.push(labelled);
    } catch (error) {
      if (!(error instanceof BadRow)) throw error;
      if (!options.skipBadRows) {
        throw new ReelsenseError(
          'damaged-data',
          `${name}: ${row.place} ${error.message}; mend it, or leave out such rows with skipBadRows (--skip-bad-rows).`,
        );
      }
      skipped.push({ row: row.row, reason: error.message });
    }
    if (labels.size > MAXIMUM_LABELS) {
      throw new ReelsenseError(
        'damaged-data',
        `${name}: column ${JSON.stringify(row.columns[columns?.label ?? 0])} has more than ${MAXIMUM_LABELS} different ` +
          'values, which are no labels; name the right column with labelColumn (--label-column).',
      );
    }
  }
  if (rows.length === 0) {
    throw new ReelsenseError(
      'empty-text',
      skipped.length === 0
        ? `${name} has no rows; it needs a text and a label on each.`
        : `${name} has no row that can be used: all ${skipped.length} were left out (row ${skipped[0]?.row}: ${skipped[0]?.reason}).`,
    );
  }
  return {
    name: basename(path, extname(path)),
    path,
    format,
    sha256: file.sha256,
    skipped,
    ...parts(rows, labels, name),
  };
}

/** @throws ReelsenseError 'missing-column' also for an optional column that is named and not there. */
function findColumns(columns: readonly string[], options: ReadOptions, name: string): Columns {
  findColumn(columns, 'split', options.splitColumn, name);
  findColumn(columns, 'group', options.groupColumn, name);
  const text = requireColumn(columns, 'text', options.textColumn, name);
  const label = requireColumn(columns, 'label', options.labelColumn, name);
  if (text === label) {
    throw new ReelsenseError(
      'invalid-option',
      `${name}: column ${JSON.stringify(columns[text])} is named for the text and for the label; name another with labelColumn (--label-column).`,
    );
  }
  return { text, label };
}

function optionalColumns(columns: readonly string[], options: ReadOptions): OptionalColumns {
  return {
    split: columnIn(columns, 'split', options.splitColumn),
    group: columnIn(columns, 'group', options.groupColumn),
    id: idColumnOf(columns),
  };
}

function readRow(row: TableRow, columns: Columns, optional: OptionalColumns): Labelled {
  const checked = ({ text, replaced }: Cell, column: string | undefined): string | undefined => {
    const where = `in column ${JSON.stringify(column)}`;
    if (replaced > 0) throw new BadRow(`has bytes ${where} that are not UTF-8 (save the file as UTF-8)`);
    if (text?.includes('\0')) throw new BadRow(`has a NUL character ${where}`);
    return text;
  };
  const read = (column: number): string | undefined => checked(row.cell(column), row.columns[column]);
  const readOptional = (column: number | undefined): string =>
    column === undefined ? '' : (checked(row.ownCell(column), row.ownColumns[column]) ?? '').trim();
  const text = read(columns.text);
  if (text === undefined)
    throw new BadRow(`has no text in column ${JSON.stringify(row.columns[columns.text])}`);
  if (Buffer.byteLength(text) > MAXIMUM_TEXT_BYTES) {
    throw new BadRow(`has a text of more than ${MAXIMUM_TEXT_BYTES.toLocaleString('en')} bytes`);
  }
  const split = readOptional(optional.split).toLowerCase();
  const part = split === '' ? 'train' : partOfSplit.get(split);
  if (part === undefined) {
    throw new BadRow(
      `has ${JSON.stringify(split.slice(0, 40))} in column ${JSON.stringify(row.ownColumns[optional.split ?? 0])}, ` +
        'which should be train, development (or validation), test or unlabelled',
    );
  }
  const label = part === 'unlabelled' ? undefined : read(columns.label)?.trim();
  if (part !== 'unlabelled' && !label && text.trim() !== '') {
    throw new BadRow(`has no label in column ${JSON.stringify(row.columns[columns.label])}`);
  }
  const id = readOptional(optional.id);
  const group = readOptional(optional.group);
  return { id, row: row.row, text, label, part, group: group === '' ? undefined : group };
}

function parts(
  rows: readonly Labelled[],
  labelSet: ReadonlySet<string>,
  name: string,
): Pick<Dataset, 'labels' | 'train' | 'development' | 'test' | 'unlabelled'> {
  const labels = orderLabels(labelSet);
  requireLabels(labels, name);
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const ids = new Set(rows.map(({ id }) => id));
  const useIds = ids.size === rows.length && !ids.has(''); // an id column that repeats names something else
  const result: Record<Part, Example[]> = { train: [], development: [], test: [], unlabelled: [] };
  for (const { id, row, text, label, part, group } of rows) {
    result[part].push({
      id: useIds ? id : `row-${row}`,
      text,
      label: label === undefined ? -1 : (indexOf.get(label) ?? -1),
      ...(group === undefined ? {} : { group }),
    });
  }
  const { development, ...others } = result;
  return { labels, ...others, ...(development.length === 0 ? {} : { development }) };
}
