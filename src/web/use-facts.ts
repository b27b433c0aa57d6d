/** What the server tells of its model, for a page. */
import { useEffect, useState } from 'preact/hooks';
import { ApiFailure, type ModelFacts } from './api/index.js';
import { useKey } from './use-key.js';

/** Asked again by itself while the server cannot be reached, and with another key. */
export function useFacts(ask: () => Promise<ModelFacts>): [ModelFacts | undefined, ApiFailure | undefined] {
  const [facts, setFacts] = useState<ModelFacts>();
  const [failure, setFailure] = useState<ApiFailure>();
  const [attempt, setAttempt] = useState(0);
  const key = useKey();
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
        timer = setTimeout(() => setAttempt(attempt + 1), error.retryAfter ?? 30_000);
      },
    );
    return () => clearTimeout(timer);
  }, [ask, attempt, key]);
  return [facts, failure];
}
