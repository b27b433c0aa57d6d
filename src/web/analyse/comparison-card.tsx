/** What if: the version that was kept and the one of now, side by side, and what changed between them. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ModelFacts, Prediction } from '../api/index.js';
import { Button, Card } from '../components/index.js';
import { counted, percent, points } from '../format.js';
import { verdictOf } from '../reading/verdict.js';
import { countChanges, type DifferencePart, wordDifference } from '../reading/word-difference.js';
import { toneClass } from '../tone.js';

export interface Version {
  readonly text: string;
  readonly prediction: Prediction;
}

export interface ComparisonCardProps {
  readonly kept: Version;
  /** Undefined while there is no verdict on the text of now. */
  readonly now: Version | undefined;
  readonly facts: ModelFacts;
  readonly onRestore: () => void;
  readonly onStop: () => void;
}

export function ComparisonCard({ kept, now, facts, onRestore, onStop }: ComparisonCardProps): JSX.Element {
  const parts = useMemo(() => wordDifference(kept.text, now?.text ?? kept.text), [kept.text, now?.text]);
  const { gone, came } = countChanges(parts);
  const changed = gone + came > 0;
  return (
    <Card
      title="What if"
      class="comparison"
      lead={
        now === undefined || !changed
          ? 'The version you kept stands here. Change a word above and see what it does.'
          : summary(kept, now, facts, gone, came)
      }
      actions={
        <div class="row">
          <Button small disabled={!changed} onClick={onRestore}>
            Take it back
          </Button>
          <Button small kind="quiet" onClick={onStop}>
            Stop comparing
          </Button>
        </div>
      }
    >
      <div class="versions">
        <VersionColumn title="Kept" version={kept} parts={parts} shows="gone" facts={facts} />
        <VersionColumn title="Now" version={now ?? kept} parts={parts} shows="new" facts={facts} />
      </div>
    </Card>
  );
}

function summary(
  kept: Version,
  now: Version,
  { labels }: ModelFacts,
  gone: number,
  came: number,
): JSX.Element {
  const target = labels.length === 2 ? labels[1]! : kept.prediction.label;
  const of = ({ prediction }: Version): number => prediction.scores[target] ?? 0;
  const changes = [
    gone > 0 ? `${counted(gone, 'word')} taken out` : '',
    came > 0 ? `${counted(came, 'word')} put in` : '',
  ];
  return (
    <>
      {changes.filter(Boolean).join(', ')}: <b>{points(of(now) - of(kept))}</b> {target}, from{' '}
      {percent(of(kept))} to {percent(of(now))}.
    </>
  );
}

interface VersionColumnProps {
  readonly title: string;
  readonly version: Version;
  readonly parts: readonly DifferencePart[];
  readonly shows: 'gone' | 'new';
  readonly facts: ModelFacts;
}

function VersionColumn({ title, version, parts, shows, facts }: VersionColumnProps): JSX.Element {
  const { prediction } = version;
  const verdict = verdictOf(prediction, facts.labels, facts.unsureBelow);
  return (
    <section aria-label={title}>
      <h3>
        {title}: <span class={`version-verdict ${toneClass(verdict.tone)}`}>{verdict.name}</span>{' '}
        {percent(prediction.probability)} {verdict.unsure ? prediction.label : ''}
      </h3>
      <p class="version-text">
        {parts
          .filter(({ kind }) => kind === 'same' || kind === shows)
          .map(({ kind, text }, index) => {
            const key = `${index} ${kind}`;
            if (kind === 'gone') return <del key={key}>{text} </del>;
            return kind === 'new' ? <ins key={key}>{text} </ins> : <span key={key}>{text} </span>;
          })}
      </p>
    </section>
  );
}
