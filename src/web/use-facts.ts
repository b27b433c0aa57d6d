/** What the server tells of its model, for a page. */
import { useEffect, useState } from 'preact/hooks';
import { ApiFailure, type ModelFacts } from './api/index.js';
import { useKey } from './use-key.js';

/** Milliseconds between two questions for facts while those of another model come. */
const OTHER_RETRY = 3000;

/**
 * Asked again by itself while the server cannot be reached, and with another key.
 * @param answeredBy SHA-256 of the model that the server answered with last: facts of another one, from before the server was
 *   started anew, are none, and are asked for again
 */
export function useFacts(
  ask: () => Promise<ModelFacts>,
  answeredBy?: string,
): [ModelFacts | undefined, ApiFailure | undefined] {
  const [facts, setFacts] = useState<ModelFacts>();
  const [failure, setFailure] = useState<ApiFailure>();
  const [attempt, setAttempt] = useState(0);
  const key = useKey();
  const again = (): void => setAttempt((before) => before + 1);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    ask().then(
      (answer) => {
        setFacts(answer);
        setFailure(undefined);
      },
      (error: unknown) => {
        if (!(error instanceof ApiFailure)) throw error;
        setFailure(error);
        timer = setTimeout(again, error.retryAfter ?? 30_000);
      },
    );
    return () => clearTimeout(timer);
  }, [ask, attempt, key]);
  const isOfAnother = facts !== undefined && answeredBy !== undefined && facts.model.sha256 !== answeredBy;
  useEffect(() => {
    if (!isOfAnother) return;
    again();
    const timer = setInterval(again, OTHER_RETRY);
    return () => clearInterval(timer);
  }, [isOfAnother]);
  return [isOfAnother ? undefined : facts, failure];
}
