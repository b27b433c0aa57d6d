/** The first rows of a source, the column to read, and the start. */
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { ReelsenseError } from '../../errors/index.js';
import { Button, Card, Notice } from '../components/index.js';
import { bytes, counted } from '../format.js';
import { type Preview, previewOf } from './preview.js';
import type { Source, SourceFormat } from './source.js';

export interface ChoiceCardProps {
  readonly source: Source;
  /** False while the model is not known. */
  readonly ready: boolean;
  /** @param textColumn its index in a table */
  readonly onStart: (source: Source, textColumn: number | undefined) => void;
  readonly onBack: () => void;
}

/** Columns in the preview beside the text's. */
const SHOWN_OTHERS = 3;

const formats: Readonly<Record<SourceFormat, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  jsonl: 'JSON Lines',
  txt: 'A review a line',
};

export function ChoiceCard({ source, ready, onStart, onBack }: ChoiceCardProps): JSX.Element {
  const [format, setFormat] = useState(source.format);
  const [preview, setPreview] = useState<Preview>();
  const [problem, setProblem] = useState<string>();
  const [column, setColumn] = useState<number>();
  const [formatField, columnField] = [useId(), useId()];
  const chosen: Source = { ...source, format };
  useEffect(() => {
    let stale = false;
    setPreview(undefined);
    setProblem(undefined);
    previewOf({ ...source, format }).then(
      (found) => {
        if (stale) return;
        setPreview(found);
        setColumn(found.textColumn);
        if (found.rows.length === 0) setProblem(nothingToRead(source, found));
      },
      (error: unknown) => {
        if (stale) return;
        setProblem(error instanceof ReelsenseError ? error.message : `${source.name} cannot be read.`);
      },
    );
    return () => {
      stale = true;
    };
  }, [source, format]);
  return (
    <Card
      title={source.name}
      takesFocus
      lead={`${bytes(source.size)}. The browser reads it and sends the texts in small parts; the server stores nothing.`}
      actions={
        <Button small kind="quiet" onClick={onBack}>
          Choose another
        </Button>
      }
    >
      <div class="stack">
        <div class="many-choices">
          <div class="field">
            <label class="label" for={formatField}>
              Format
            </label>
            <select
              id={formatField}
              value={format}
              onChange={({ currentTarget }) => setFormat(currentTarget.value as SourceFormat)}
            >
              {Object.entries(formats).map(([value, name]) => (
                <option key={value} value={value}>
                  {name}
                </option>
              ))}
            </select>
          </div>
          {preview === undefined || preview.columns.length === 0 ? null : (
            <div class="field">
              <label class="label" for={columnField}>
                Column with the text
              </label>
              <select
                id={columnField}
                value={column}
                onChange={({ currentTarget }) => setColumn(Number(currentTarget.value))}
              >
                {preview.columns.map((_, index) => (
                  <option key={index} value={index}>
                    {columnName(preview.columns, index)}
                  </option>
                ))}
              </select>
            </div>
          )}
          <Button
            kind="primary"
            disabled={!ready || preview === undefined || problem !== undefined}
            onClick={() => onStart(chosen, column)}
          >
            {ready ? 'Read them' : 'Waiting for the server'}
          </Button>
        </div>
        {problem === undefined ? null : (
          <Notice kind="error" live>
            {problem}
          </Notice>
        )}
        {preview === undefined || preview.sure ? null : (
          <Notice kind="warning">
            No column has one of the usual names, so the longest was taken. Is it the right one?
          </Notice>
        )}
        {preview === undefined || preview.rows.length === 0 ? null : (
          <PreviewTable preview={preview} column={column} />
        )}
      </div>
    </Card>
  );
}

function nothingToRead({ name, size }: Source, { problem }: Preview): string {
  if (size === 0) return `${name} is empty. Choose another file.`;
  const nothing = `No row can be read from ${name} in this format.`;
  return problem === undefined ? nothing : `${nothing} ${problem}`;
}

/** Its name, with its place where others have that name too. */
function columnName(columns: readonly string[], index: number): string {
  const name = columns[index]!;
  const isOnly = columns.filter((other) => other === name).length === 1;
  return `${name === '' ? '(no name)' : name}${isOnly ? '' : ` (column ${index + 1})`}`;
}

function PreviewTable({
  preview,
  column,
}: {
  readonly preview: Preview;
  readonly column: number | undefined;
}): JSX.Element {
  const names = preview.columns.length === 0 ? ['text'] : preview.columns;
  const marked = column ?? 0;
  const others = names.map((_, index) => index).filter((index) => index !== marked);
  const shown = [marked, ...others.slice(0, SHOWN_OTHERS)].sort((a, b) => a - b);
  const mark = (index: number): string => (index === marked ? 'marked' : '');
  const hidden = names.length - shown.length;
  return (
    <div class="table-frame">
      <table class="table many-preview">
        <caption>
          The first rows; what is read is marked
          {hidden === 0 ? '' : `; ${counted(hidden, 'more column')} not shown`}
        </caption>
        <thead>
          <tr>
            {shown.map((index) => (
              <th key={index} scope="col" class={mark(index)}>
                {names[index]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((cells) => (
            <tr key={cells.join('\n')}>
              {shown.map((index) => (
                <td key={index} class={mark(index)}>
                  <span dir="auto">{cells[index]}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
