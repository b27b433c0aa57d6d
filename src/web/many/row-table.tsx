/** The rows, however many: sorted by a click on a heading, filtered, searched; only those in the window are drawn. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Button, Card } from '../components/index.js';
import { count, counted } from '../format.js';
import { capitalised } from '../reading/verdict.js';
import type { Results } from './results.js';
import { ROW_HEIGHT, TableRow } from './table-row.js';
import { useView } from './use-view.js';
import type { Filter, Question, SortKey } from './view.js';
import { visibleRows } from './visible-rows.js';

export interface RowTableProps {
  readonly results: Results;
  /** How many rows have an answer. */
  readonly settled: number;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}

export function RowTable({ results, settled, filter, onFilter }: RowTableProps): JSX.Element {
  const [sort, setSort] = useState<SortKey>('row');
  const [descending, setDescending] = useState(false);
  const [search, setSearch] = useState('');
  const question = useMemo<Question>(
    () => ({ sort, descending, filter, search: search.trim() }),
    [sort, descending, filter, search],
  );
  const view = useView(results, question, settled);
  const sortBy = (key: SortKey): void => {
    setDescending(key === sort ? !descending : key === 'probability' || key === 'length');
    setSort(key);
  };
  const { labels, failures } = results;
  const filters: readonly (readonly [Filter, string])[] = [
    ['all', 'All'],
    ...labels.map((label, index) => [`label ${index}`, capitalised(label)] as const),
    ['unsure', 'Unsure'],
    ...(failures.size === 0 && filter !== 'failed'
      ? []
      : ([['failed', `Failed (${count(failures.size)})`]] as const)),
  ];
  return (
    <Card
      title="Rows"
      class="many-rows"
      lead="A click on a row opens it on Analyse, in a new tab, with the reasons."
    >
      <div class="many-tools">
        <fieldset class="row" aria-label="Show">
          {filters.map(([key, name]) => (
            <Button key={key} small aria-pressed={filter === key} onClick={() => onFilter(key)}>
              {name}
            </Button>
          ))}
        </fieldset>
        <input
          type="search"
          placeholder="Search in the texts"
          aria-label="Search in the texts"
          value={search}
          onInput={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      </div>
      <p class="note" role="status">
        {view.length === settled
          ? counted(settled, 'row')
          : `${count(view.length)} of ${counted(settled, 'row')}`}
      </p>
      <Window results={results} view={view} question={question} onSort={sortBy} />
    </Card>
  );
}

interface WindowProps {
  readonly results: Results;
  readonly view: Uint32Array;
  readonly question: Question;
  readonly onSort: (key: SortKey) => void;
}

const HEAD_HEIGHT = 40;
/** More than are ever drawn at once: a row that leaves the window lends its elements to one that comes. */
const RECYCLED = 128;

function Window({ results, view, question, onSort }: WindowProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [windowHeight, setWindowHeight] = useState(520);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = (): void => setWindowHeight(Math.max(ROW_HEIGHT, element.clientHeight - HEAD_HEIGHT));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.scrollTop = 0;
    setScrollTop(0);
  }, [question]);
  const rows = view.length;
  const { first, end, top, height } = visibleRows({ rows, rowHeight: ROW_HEIGHT, windowHeight, scrollTop });
  return (
    <div
      class="many-window"
      ref={frame}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
    >
      <table aria-rowcount={rows + 1}>
        <caption class="unseen">Rows with their labels</caption>
        <thead>
          <tr aria-rowindex={1} class="many-row">
            <Heading name="Row" of="row" question={question} onSort={onSort} />
            <Heading name="Label" of="label" question={question} onSort={onSort} />
            <Heading
              name={results.labels.length === 2 ? capitalised(results.labels[1]!) : 'Probability'}
              of="probability"
              question={question}
              onSort={onSort}
            />
            <Heading name="Tokens" of="length" question={question} onSort={onSort} />
            <th scope="col" class="heading column-text">
              Text
            </th>
          </tr>
        </thead>
        <tbody>
          <Space height={top} />
          {Array.from({ length: Math.max(0, end - first) }, (_, i) => (
            <TableRow
              key={(first + i) % RECYCLED}
              results={results}
              row={view[first + i]!}
              place={first + i}
            />
          ))}
          <Space height={height - top - (end - first) * ROW_HEIGHT} />
        </tbody>
      </table>
      {rows === 0 ? <p class="many-none">No row fits.</p> : null}
    </div>
  );
}

/** In the place of rows that are not drawn. One cell: with more, a narrow table had as many columns, some of them empty. */
function Space({ height }: { readonly height: number }): JSX.Element | null {
  if (height <= 0) return null;
  return (
    <tr class="many-space">
      <td style={{ height: `${height}px` }} />
    </tr>
  );
}

interface HeadingProps {
  readonly name: string;
  readonly of: SortKey;
  readonly question: Question;
  readonly onSort: (key: SortKey) => void;
}

function Heading({ name, of, question, onSort }: HeadingProps): JSX.Element {
  const direction = question.descending ? 'descending' : 'ascending';
  const sorted = question.sort === of ? direction : 'none';
  return (
    <th scope="col" aria-sort={sorted} class={`heading column-${of}`}>
      <button type="button" onClick={() => onSort(of)}>
        {name}
        <svg viewBox="0 0 10 14" aria-hidden="true" class={sorted}>
          <path d="M5 1 9 6H1z" />
          <path d="M5 13 1 8h8z" />
        </svg>
      </button>
    </th>
  );
}
