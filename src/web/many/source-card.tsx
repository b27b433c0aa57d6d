/** Where reviews come from: a file that is dropped or chosen, lines that are pasted, or the sample. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import sampleAddress from '../../../data/sample-reviews.csv?url';
import { Button, Card, Notice } from '../components/index.js';
import { counted } from '../format.js';
import { type Source, sourceOfFile, sourceOfLines } from './source.js';

const kinds = '.csv,.tsv,.tab,.jsonl,.ndjson,.txt,text/csv,text/tab-separated-values,text/plain';

export interface SourceCardProps {
  readonly onSource: (source: Source) => void;
  /** As of `Card`. */
  readonly takesFocus: boolean;
}

export function SourceCard({ onSource, takesFocus }: SourceCardProps): JSX.Element {
  const [over, setOver] = useState(false);
  const [lines, setLines] = useState('');
  const [failure, setFailure] = useState<string>();
  const field = useId();
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    if (file === undefined) return;
    if (file.size === 0) setFailure(`${file.name} is empty. Choose another file.`);
    else onSource(sourceOfFile(file));
  };
  const sample = async (): Promise<void> => {
    try {
      const response = await fetch(sampleAddress);
      if (!response.ok) throw new Error(String(response.status));
      onSource(sourceOfFile(new File([await response.blob()], 'sample-reviews.csv')));
    } catch {
      setFailure('The sample could not be fetched. Is the server still running?');
    }
  };
  const written = lines.split('\n').filter((line) => line.trim() !== '').length;
  return (
    <div class="many-sources">
      <Card title="A file" class="many-file" takesFocus={takesFocus}>
        <label
          class={over ? 'drop over' : 'drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            take(event.dataTransfer?.files);
          }}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 15V4m0 0L8 8m4-4 4 4M4 14v4a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-4" />
          </svg>
          <strong>Drop a file here, or choose one</strong>
          <span class="note">CSV, TSV, JSON Lines, or text with a review a line; UTF-8</span>
          <input
            type="file"
            class="unseen"
            accept={kinds}
            onChange={({ currentTarget }) => {
              take(currentTarget.files);
              currentTarget.value = '';
            }}
          />
        </label>
        <div class="row many-sample">
          <span class="note">Nothing at hand?</span>
          <Button small onClick={() => void sample()}>
            Try the sample: 554 short reviews
          </Button>
        </div>
        {failure === undefined ? null : (
          <Notice kind="error" live>
            {failure}
          </Notice>
        )}
      </Card>
      <Card title="Or pasted lines" class="many-lines">
        <label class="unseen" for={field}>
          Reviews, one a line
        </label>
        <textarea
          id={field}
          dir="auto"
          rows={7}
          value={lines}
          spellcheck={false}
          placeholder={'A review a line\nAnother review'}
          onInput={({ currentTarget }) => setLines(currentTarget.value)}
        />
        <div class="row many-sample">
          <Button disabled={written === 0} onClick={() => onSource(sourceOfLines(lines))}>
            {written === 0 ? 'Take these lines' : `Take ${counted(written, 'line')}`}
          </Button>
        </div>
      </Card>
    </div>
  );
}
