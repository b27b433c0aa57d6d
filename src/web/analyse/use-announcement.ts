/** What a screen reader is told, and the window called: the verdict on the text of now, once it has stood for a moment, not at every key. */
import { useEffect, useState } from 'preact/hooks';
import type { ModelFacts, Prediction } from '../api/index.js';
import { percent } from '../format.js';
import type { LiveState } from '../reading/live-question.js';
import { verdictOf } from '../reading/verdict.js';

const STILL_MILLISECONDS = 900;

export function useAnnouncement(
  { latest, waiting, failure }: LiveState<Prediction>,
  facts: ModelFacts | undefined,
): string {
  const [said, setSaid] = useState('');
  const isOfEarlier = waiting || failure !== undefined;
  useEffect(() => {
    const timer = setTimeout(() => {
      const isKnown = latest !== undefined && facts !== undefined && !isOfEarlier;
      const text = isKnown ? spoken(latest.answer, facts) : '';
      setSaid(text);
      document.title = `${text || 'How does this review read?'} · Reelsense`;
    }, STILL_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [latest, isOfEarlier, facts]);
  return said;
}

function spoken(prediction: Prediction, { labels, unsureBelow }: ModelFacts): string {
  const { name, label, unsure } = verdictOf(prediction, labels, unsureBelow);
  return unsure
    ? `Unsure, ${percent(prediction.probability)} ${label}`
    : `${name}, ${percent(prediction.probability)}`;
}
