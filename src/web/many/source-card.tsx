/** Where reviews come from: a file that is dropped or chosen, lines that are pasted, or the sample. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import sampleAddress from '../../../data/sample-reviews.csv?url';
import { Button, Card, Notice } from '../components/index.js';
import { counted } from '../format.js';
import { type Source, sourceOfLines } from './source.js';

const kinds = '.csv,.tsv,.tab,.jsonl,.ndjson,.txt,text/csv,text/tab-separated-values,text/plain';

export interface SourceCardProps {
  /** Pasted or typed; they stay where another source is looked at first. */
  readonly lines: string;
  /** Whether a file is held over the page. */
  readonly isOver: boolean;
  /** As of `Card`. */
  readonly takesFocus: boolean;
  readonly onLines: (lines: string) => void;
  readonly onFile: (file: File) => void;
  readonly onSource: (source: Source) => void;
}

export function SourceCard(props: SourceCardProps): JSX.Element {
  const { lines, isOver, takesFocus, onLines, onFile, onSource } = props;
  const [failure, setFailure] = useState<string>();
  const field = useId();
  const sample = async (): Promise<void> => {
    try {
      const response = await fetch(sampleAddress);
      if (!response.ok) throw new Error(String(response.status));
      onFile(new File([await response.blob()], 'sample-reviews.csv'));
    } catch {
      setFailure('The sample could not be fetched. Is the server still running?');
    }
  };
  const written = lines.split('\n').filter((line) => line.trim() !== '').length;
  return (
    <div class="many-sources">
      <Card title="A file" class="many-file" takesFocus={takesFocus}>
        <label class={isOver ? 'drop over' : 'drop'}>
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
              const file = currentTarget.files?.[0];
              if (file !== undefined) onFile(file);
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
          onInput={({ currentTarget }) => onLines(currentTarget.value)}
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
