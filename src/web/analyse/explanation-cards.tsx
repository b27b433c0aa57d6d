/** Why and how it reads: two cards that point at the same word. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Explanation } from '../api/index.js';
import { Card, Notice } from '../components/index.js';
import type { LiveState } from '../reading/live-question.js';
import { ReadingCard } from './reading-card.js';
import type { TextRange } from './sentences.js';
import { WhyCard } from './why-card.js';

export interface ExplanationCardsProps {
  readonly state: LiveState<Explanation>;
  readonly text: string;
}

export function ExplanationCards({ state, text }: ExplanationCardsProps): JSX.Element | null {
  const { latest, waiting, failure } = state;
  const [active, setActive] = useState<number>();
  const [range, setRange] = useState<TextRange>();
  useEffect(() => {
    setActive(undefined);
    setRange(undefined);
  }, [latest]);
  if (failure !== undefined) {
    return (
      <Card title="Why">
        <Notice kind="warning" title="Not explained">
          {failure.message}
        </Notice>
      </Card>
    );
  }
  if (latest === undefined) return waiting ? <Waiting /> : null;
  const stale = waiting || latest.text !== text;
  return (
    <>
      <WhyCard
        text={latest.text}
        explanation={latest.answer}
        active={active}
        onActive={setActive}
        range={range}
        waiting={stale}
      />
      <ReadingCard
        text={latest.text}
        explanation={latest.answer}
        active={active}
        onActive={setActive}
        range={range}
        onRange={setRange}
        waiting={stale}
      />
    </>
  );
}

function Waiting(): JSX.Element {
  return (
    <>
      {['Why', 'How it reads'].map((title) => (
        <Card key={title} title={title} class={title === 'Why' ? 'why' : 'reading'}>
          <div class="stack" aria-hidden="true">
            <span class="skeleton" />
            <span class="skeleton" />
            <span class="skeleton" />
          </div>
        </Card>
      ))}
    </>
  );
}
