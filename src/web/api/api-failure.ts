/** A question that the server did not answer, and what to make of it. */

export interface FailureDetails {
  /** Code of the API; 'unreachable' when nothing answered, 'unreadable' when the answer was none of ours. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; undefined when nothing answered. */
  readonly status?: number | undefined;
  /** Milliseconds after which it is worth asking again; undefined when the same question would be refused again. */
  readonly retryAfter?: number | undefined;
}

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly code: string;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor({ code, message, status, retryAfter }: FailureDetails) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Milliseconds before somebody who lost the server tries again. */
const UNREACHABLE_RETRY = 3000;

export function unreachable(): ApiFailure {
  const offline = typeof navigator !== 'undefined' && navigator.onLine === false;
  return new ApiFailure({
    code: 'unreachable',
    message: offline
      ? 'You are offline. The page asks again when the connection is back.'
      : 'The server cannot be reached. Is it still running? The page keeps asking.',
    retryAfter: UNREACHABLE_RETRY,
  });
}

/** Makes a failure of an answer with a status of 400 or above. */
export async function failureOf(response: Response): Promise<ApiFailure> {
  const seconds = Number.parseFloat(response.headers.get('retry-after') ?? '');
  const { code, message } = errorOf(await response.json().catch(() => undefined));
  return new ApiFailure({
    code,
    message,
    status: response.status,
    retryAfter: Number.isFinite(seconds) ? seconds * 1000 : undefined,
  });
}

function errorOf(body: unknown): { code: string; message: string } {
  if (typeof body === 'object' && body !== null && 'error' in body) {
    const { error } = body;
    if (typeof error === 'object' && error !== null && 'code' in error && 'message' in error) {
      return { code: String(error.code), message: String(error.message) };
    }
  }
  return { code: 'unreadable', message: 'The server gave no readable answer. Try again.' };
}
