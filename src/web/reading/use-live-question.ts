/** A live question as a hook: the state for the text and reader of now. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { LiveQuestion, type LiveState, nothingAsked } from './live-question.js';

/**
 * @param ask undefined while nobody can be asked; a new function is asked about the same text at once
 * @param atOnce true when this text did not come by typing
 */
export function useLiveQuestion<Answer>(
  text: string,
  ask: ((text: string, signal: AbortSignal) => Promise<Answer>) | undefined,
  { delay, longestDelay, atOnce }: { delay: number; longestDelay: number; atOnce: boolean },
): LiveState<Answer> {
  const [state, setState] = useState<LiveState<Answer>>(nothingAsked);
  const question = useRef<LiveQuestion<Answer>>(undefined);
  useEffect(() => {
    if (ask === undefined) {
      setState(nothingAsked); // what another reader said is no answer of the one that is waited for
      return;
    }
    question.current = new LiveQuestion({ delay, longestDelay, ask, show: setState });
    return () => {
      question.current?.stop();
      question.current = undefined;
    };
  }, [ask, delay, longestDelay]);
  useEffect(() => question.current?.update(text, { atOnce }), [text, ask]);
  return state;
}
