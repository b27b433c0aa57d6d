/** The verdict as it stands: label, probability, where it lies on the scale, and how much was read. */
import type { ComponentChildren, JSX } from 'preact';
import type { Explanation, ModelFacts, Prediction } from '../api/index.js';
import { Card, Notice, ProbabilityBar } from '../components/index.js';
import { useEnvironment } from '../environment.js';
import { count, counted, duration, percent } from '../format.js';
import { unknownWords } from '../reading/explanation-figures.js';
import type { Answered, LiveState } from '../reading/live-question.js';
import type { ByModel } from '../reading/reader.js';
import { verdictOf } from '../reading/verdict.js';
import { toneClass, toneOf } from '../tone.js';
import { VerdictScale } from './verdict-scale.js';

export interface VerdictCardProps {
  readonly state: LiveState<ByModel<Prediction>>;
  /** Of the same text, when it is there; it knows the unknown words. */
  readonly explained: Answered<Explanation> | undefined;
  readonly facts: ModelFacts | undefined;
  readonly place: 'server' | 'device';
  /** Shown in place of a verdict while nobody can read. */
  readonly instead: ComponentChildren;
}

export function VerdictCard({ state, explained, facts, place, instead }: VerdictCardProps): JSX.Element {
  const { latest, waiting, failure } = state;
  const isStale = waiting || failure !== undefined;
  return (
    <Card title="Verdict" class={isStale ? 'verdict-card waiting' : 'verdict-card'}>
      {failure === undefined ? null : <FailureNotice {...failure} message={failure.message} />}
      {latest === undefined || facts === undefined ? (
        failure === undefined ? (
          (instead ?? <EmptyVerdict waiting={waiting || latest !== undefined} />)
        ) : null
      ) : (
        <VerdictBody latest={latest} explained={explained} facts={facts} place={place} />
      )}
    </Card>
  );
}

function EmptyVerdict({ waiting }: { readonly waiting: boolean }): JSX.Element {
  return (
    <div class="empty-verdict">
      <p class="verdict-name">{waiting ? 'Reading ...' : 'Nothing read yet'}</p>
      <p class="muted">Write a review, paste one, or take an example.</p>
    </div>
  );
}

const titles: Readonly<Record<string, string>> = {
  busy: 'The server is busy',
  stopping: 'The server is restarting',
  unreachable: 'No connection',
  'text-too-long': 'Too long to read in one go',
  'empty-text': 'No word to read',
  unauthorized: 'A key is needed',
};

function FailureNotice({
  code,
  message,
  retryAfter,
}: {
  readonly code: string;
  readonly message: string;
  readonly retryAfter: number | undefined;
}): JSX.Element {
  return (
    <Notice kind={retryAfter === undefined ? 'error' : 'warning'} title={titles[code] ?? 'Not read'} live>
      {message}
      {retryAfter === undefined || code === 'unreachable' ? '' : ' It is asked again by itself.'}
    </Notice>
  );
}

interface VerdictBodyProps extends Pick<VerdictCardProps, 'explained' | 'place'> {
  readonly latest: Answered<ByModel<Prediction>>;
  readonly facts: ModelFacts;
}

function VerdictBody({ latest, explained, facts, place }: VerdictBodyProps): JSX.Element {
  const { text, answer, milliseconds } = latest;
  const { label, probability, scores, tokens, truncated, model } = answer;
  const { labels, unsureBelow } = facts;
  const { hasServer } = useEnvironment();
  const verdict = verdictOf(answer, labels, unsureBelow);
  const unknown = explained?.text === text ? unknownWords(explained.answer, text) : undefined;
  return (
    <>
      <div class={`verdict ${toneClass(verdict.tone)}`}>
        <p class="verdict-name">{verdict.name}</p>
        <p class="verdict-share">
          {percent(probability)} {verdict.unsure || labels.length > 2 ? label : 'likely'}
        </p>
      </div>
      {labels.length === 2 ? (
        <VerdictScale labels={labels} probability={scores[labels[1]!] ?? 0} unsureBelow={unsureBelow} />
      ) : (
        <div class="stack-tight">
          {labels.map((name, index) => (
            <ProbabilityBar
              key={name}
              label={name}
              probability={scores[name] ?? 0}
              tone={toneOf(index, labels.length)}
            />
          ))}
        </div>
      )}
      <dl class="facts">
        <Fact name="Tokens read">
          {count(tokens.used)} of {count(tokens.total)}
        </Fact>
        <Fact name="Unknown words">
          {tokens.unknown === 0 ? 'none' : <Unknown total={tokens.unknown} words={unknown} />}
        </Fact>
        <Fact name="Time">
          {duration(milliseconds)} {place === 'server' ? 'on the server' : 'on this device'}
        </Fact>
      </dl>
      {truncated ? (
        <Notice kind="warning" title="The end did not count">
          The model reads {counted(tokens.used, 'token')} at most; the last{' '}
          {count(tokens.total - tokens.used)} were cut off. Shorten the review, or read its parts one by one.
        </Notice>
      ) : null}
      <p class="note model-note">
        Model{' '}
        {hasServer && model.sha256 === facts.model.sha256 ? (
          <a href="./about-model">{model.name}</a>
        ) : (
          model.name
        )}{' '}
        <code title={`SHA-256 ${model.sha256}`}>{model.sha256.slice(0, 12)}</code>
      </p>
    </>
  );
}

function Fact({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const SHOWN_WORDS = 6;

function Unknown({
  total,
  words,
}: {
  readonly total: number;
  readonly words: string[] | undefined;
}): JSX.Element {
  if (words === undefined || words.length === 0) return <>{count(total)}</>;
  const more = words.length - SHOWN_WORDS;
  return (
    <>
      {count(total)}: <q dir="auto">{words.slice(0, SHOWN_WORDS).join(', ')}</q>
      {more > 0 ? ` and ${count(more)} more` : ''}
    </>
  );
}
