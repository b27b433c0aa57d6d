/** How far the reading is, how long it still takes, and how to stop it, go on, or take the answers away. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button, Card, Notice, Progress } from '../components/index.js';
import { count, counted, duration } from '../format.js';
import { type DownloadFormat, downloadOf, save } from './downloads.js';
import type { Results } from './results.js';
import { useLeaveWarning } from './use-leave-warning.js';
import type { Reading } from './use-reading.js';

export interface ProgressCardProps {
  readonly reading: Reading;
  readonly onBack: () => void;
}

export function ProgressCard({ reading, onBack }: ProgressCardProps): JSX.Element {
  const { source, results, state, total, pace, cancel, resume } = reading;
  const { settled, failures } = results;
  const atWork = state.kind === 'running' || state.kind === 'retrying';
  const resumable = state.kind === 'stopped' || (state.kind === 'failed' && state.resumable);
  const [taken, setTaken] = useState(0);
  useLeaveWarning(atWork || settled > taken);
  const left = pace.left(total);
  const { rate } = pace;
  const title = {
    running: 'Reading',
    retrying: 'Reading',
    stopped: 'Stopped',
    failed: 'Stopped',
    done: 'Done',
  };
  return (
    <Card
      title={`${title[state.kind]}: ${source.name}`}
      class="many-progress"
      takesFocus={atWork || resumable ? 'going on' : 'ended'}
      actions={
        <div class="row">
          {atWork || resumable ? ( // one button, so that the focus stays on it
            <Button small kind={atWork ? 'plain' : 'primary'} onClick={atWork ? cancel : resume}>
              {atWork ? 'Cancel' : 'Continue'}
            </Button>
          ) : null}
          {atWork ? null : (
            <Button small kind="quiet" onClick={onBack}>
              Read something else
            </Button>
          )}
        </div>
      }
    >
      <div class="stack">
        <Progress label={`Reading ${source.name}`} value={total === 0 ? undefined : settled / total}>
          <span class="many-pace">
            <span>
              <strong>{count(settled)}</strong> of {total === results.count ? '' : 'about '}
              {counted(total, 'row')}
              {failures.size === 0 ? '' : `, ${count(failures.size)} failed`}
            </span>
            <span>
              {atWork && rate !== undefined ? `${count(rate)} rows/s` : ''}
              {atWork && left !== undefined && settled < total ? `, ${duration(left)} left` : ''}
            </span>
          </span>
        </Progress>
        {state.kind === 'retrying' ? <Retrying message={state.message} until={state.until} /> : null}
        {state.kind === 'failed' ? (
          <Notice kind="error" title="It did not go on" live>
            {state.message} What is done is kept.
          </Notice>
        ) : null}
        {state.kind === 'stopped' ? (
          <Notice>
            Stopped after {counted(settled, 'row')}. They are kept; “Continue” goes on with the next.
          </Notice>
        ) : null}
        {results.models.size > 1 ? (
          <Notice kind="warning">
            Another model answers than at the start: the server was started anew. Read the file again for one
            measure.
          </Notice>
        ) : null}
        {results.damaged === 0 ? null : (
          <Notice kind="warning">
            {counted(results.damaged, 'row')} with characters that are not UTF-8, read as “�”. For all of
            their text, save the file as UTF-8 and read it again.
          </Notice>
        )}
        {results.unkept === 0 ? null : (
          <Notice kind="warning">
            The texts of {counted(results.unkept, 'row')} are not kept, only their figures: a browser holds
            300 million characters here. They cannot be searched, and have no text in the downloads.
          </Notice>
        )}
        <Downloads results={results} name={source.name} onTaken={setTaken} />
      </div>
      <p class="unseen" role="status">
        {atWork
          ? `Reading ${source.name}`
          : `${title[state.kind]}: ${counted(settled, 'row')} read, ${count(failures.size)} failed.`}
      </p>
    </Card>
  );
}

function Retrying({ message, until }: { readonly message: string; readonly until: number }): JSX.Element {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return (
    <Notice kind="warning" title={`Asking again in ${counted(seconds, 'second')}`}>
      {message} Nothing is lost.
    </Notice>
  );
}

interface DownloadsProps {
  readonly results: Results;
  readonly name: string;
  /** Told how many rows were taken away. */
  readonly onTaken: (rows: number) => void;
}

function Downloads({ results, name, onTaken }: DownloadsProps): JSX.Element {
  const [busy, setBusy] = useState(false);
  const stem = name.replace(/\.[^.]*$/, '').replaceAll(' ', '-');
  const give = async (format: DownloadFormat, rows: 'all' | 'failed'): Promise<void> => {
    setBusy(true);
    const { settled } = results;
    save(
      await downloadOf(results, format, rows),
      `${stem}-${rows === 'all' ? 'answers' : 'failed'}.${format}`,
    );
    setBusy(false);
    if (rows === 'all') onTaken(settled);
  };
  const none = busy || results.settled === 0;
  return (
    <div class="row many-downloads">
      <span class="label">Download</span>
      <Button small disabled={none} onClick={() => void give('csv', 'all')}>
        CSV
      </Button>
      <Button small disabled={none} onClick={() => void give('jsonl', 'all')}>
        JSON Lines
      </Button>
      {results.failures.size === 0 ? null : (
        <Button small disabled={none} onClick={() => void give('csv', 'failed')}>
          Failed rows and why
        </Button>
      )}
    </div>
  );
}
