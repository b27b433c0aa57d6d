/** What if: the version that was kept and the one of now, side by side, and what changed between them. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ModelFacts, Prediction } from '../api/index.js';
import { Button, Card } from '../components/index.js';
import { counted, percent, points } from '../format.js';
import { verdictOf } from '../reading/verdict.js';
import { countChanges, type DifferencePart, wordDifference } from '../reading/word-difference.js';
import { toneClass } from '../tone.js';
import type { Version } from './use-kept.js';

export interface ComparisonCardProps {
  readonly kept: Version;
  /** As it is now. */
  readonly text: string;
  /** Of that text; undefined while there is no verdict on it. */
  readonly now: Prediction | undefined;
  readonly facts: ModelFacts;
  readonly onRestore: () => void;
  readonly onStop: () => void;
}

export function ComparisonCard(props: ComparisonCardProps): JSX.Element {
  const { kept, text, now, facts, onRestore, onStop } = props;
  const parts = useMemo(() => wordDifference(kept.text, text), [kept.text, text]);
  const changes = changesOf(parts);
  return (
    <Card
      title="What if"
      class="comparison"
      lead={
        changes === ''
          ? 'The version you kept stands here. Change a word above and see what it does.'
          : summary(kept, now, facts, changes)
      }
      actions={
        <div class="row">
          <Button small disabled={text === kept.text} onClick={onRestore}>
            Take it back
          </Button>
          <Button small kind="quiet" onClick={onStop}>
            Stop comparing
          </Button>
        </div>
      }
    >
      <div class="versions">
        <VersionColumn title="Kept" prediction={kept.prediction} parts={parts} shows="gone" facts={facts} />
        <VersionColumn title="Now" prediction={now} parts={parts} shows="new" facts={facts} />
      </div>
    </Card>
  );
}

/** Empty when no word is another. */
function changesOf(parts: readonly DifferencePart[]): string {
  const { gone, came } = countChanges(parts);
  const changes = [
    gone > 0 ? `${counted(gone, 'word')} taken out` : '',
    came > 0 ? `${counted(came, 'word')} put in` : '',
  ];
  return changes.filter(Boolean).join(', ');
}

function summary(
  { prediction: kept, failure }: Version,
  now: Prediction | undefined,
  { labels }: ModelFacts,
  changes: string,
): JSX.Element {
  if (now === undefined) return <>{changes}: no verdict on it yet.</>;
  if (kept === undefined && failure !== undefined) {
    return (
      <>
        {changes}: another model reads now, and not the kept version. {failure}
      </>
    );
  }
  if (kept === undefined) return <>{changes}: the kept version is read by this model first.</>;
  const target = labels.length === 2 ? labels[1]! : kept.label;
  const of = ({ scores }: Prediction): number => scores[target] ?? 0;
  return (
    <>
      {changes}: <b>{points(of(now) - of(kept))}</b> {target}, from {percent(of(kept))} to {percent(of(now))}.
    </>
  );
}

interface VersionColumnProps {
  readonly title: string;
  /** Undefined while there is none. */
  readonly prediction: Prediction | undefined;
  readonly parts: readonly DifferencePart[];
  readonly shows: 'gone' | 'new';
  readonly facts: ModelFacts;
}

function VersionColumn({ title, prediction, parts, shows, facts }: VersionColumnProps): JSX.Element {
  return (
    <section aria-label={title}>
      <h3>
        {title}:{' '}
        {prediction === undefined ? (
          <span class="muted">no verdict yet</span>
        ) : (
          <VersionVerdict prediction={prediction} facts={facts} />
        )}
      </h3>
      <p class="version-text" dir="auto">
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

function VersionVerdict({
  prediction,
  facts,
}: {
  readonly prediction: Prediction;
  readonly facts: ModelFacts;
}): JSX.Element {
  const { name, tone, unsure } = verdictOf(prediction, facts.labels, facts.unsureBelow);
  return (
    <>
      <span class={`version-verdict ${toneClass(tone)}`}>{name}</span> {percent(prediction.probability)}{' '}
      {unsure ? prediction.label : ''}
    </>
  );
}
