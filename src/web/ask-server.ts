/** One text -> the server's prediction, by `POST /api/v1/predict`. */
import type { Prediction } from '../prediction/index.js';

/** Why there is no answer, in words for the page. */
export class RefusedError extends Error {
  constructor(
    message: string,
    /** Milliseconds after which it is worth asking again; undefined when the same text would be refused again. */
    readonly retryAfter: number | undefined,
  ) {
    super(message);
  }
}

interface PredictAnswer {
  readonly predictions: readonly [Prediction];
}

interface ErrorAnswer {
  readonly error: { readonly message: string };
}

/** @throws RefusedError; whatever `fetch` throws for an aborted signal */
export async function askServer(text: string, signal: AbortSignal): Promise<Prediction> {
  let response: Response;
  try {
    response = await fetch('/api/v1/predict', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RefusedError('The server cannot be reached. Is it still running?', 3000);
  }
  if (response.ok) return ((await response.json()) as PredictAnswer).predictions[0];
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const { error } = (await response.json().catch(() => unreadable)) as ErrorAnswer;
  throw new RefusedError(error.message, Number.isFinite(seconds) ? seconds * 1000 : undefined);
}

const unreadable: ErrorAnswer = { error: { message: 'The server gave no readable answer. Try again.' } };
