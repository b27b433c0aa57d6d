/** What can be wrong with a request, and the one table that gives each mistake its HTTP status. */
import { type ErrorCode, ReelsenseError } from '../errors/index.js';

/** Mistakes and states that only a server knows, beside the project's own codes. */
export type RequestErrorCode =
  | 'malformed-json'
  | 'malformed-request'
  | 'invalid-request'
  | 'unsupported-media-type'
  | 'body-too-large'
  | 'too-many-texts'
  | 'headers-too-large'
  | 'unauthorized'
  | 'not-ready'
  | 'method-not-allowed'
  | 'client-too-slow'
  | 'client-left'
  | 'stopping'
  | 'timed-out'
  | 'worker-lost'
  | 'internal-error';

export type ApiErrorCode = ErrorCode | RequestErrorCode;

/** Code -> HTTP status. Those of 500 cannot come from what a request says. */
export const httpStatus: Readonly<Record<ApiErrorCode, number>> = {
  'malformed-json': 400,
  'malformed-request': 400,
  'invalid-request': 400,
  'wrong-type': 400,
  'empty-text': 400,
  'invalid-option': 400,
  'damaged-data': 400,
  'missing-column': 400,
  'too-few-labels': 400,
  unauthorized: 401,
  'not-found': 404,
  'file-not-found': 500,
  'method-not-allowed': 405,
  'client-too-slow': 408,
  'text-too-long': 413,
  'too-many-texts': 413,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  busy: 429,
  'headers-too-large': 431,
  'client-left': 499, // nobody is there to read it
  stopping: 503,
  'not-ready': 503,
  'timed-out': 503,
  'worker-lost': 500,
  'internal-error': 500,
  'damaged-model': 500,
  'damaged-checkpoint': 500,
  'resume-mismatch': 500,
  'folder-in-use': 500,
  'not-finite': 500,
  'port-in-use': 500,
  'no-space': 500,
  network: 500,
  released: 500,
};

/** Seconds after which it is worth coming again, where nothing better is known. */
const retryAfter: Partial<Record<ApiErrorCode, number>> = {
  busy: 1,
  stopping: 5,
  'timed-out': 5,
  'not-ready': 1,
};

/** A request that is refused, or that could not be answered. The message goes to the client as it stands. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code:
      | RequestErrorCode
      | 'busy'
      | 'not-found'
      | 'wrong-type'
      | 'empty-text'
      | 'text-too-long'
      | 'missing-column',
    message: string,
    /** Seconds after which it is worth coming again, when that is known. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** @param reason what there is too much of, and the limit  @param seconds until there should be room */
export function busy(reason: string, seconds: number): RequestError {
  const when = seconds === 1 ? 'a second' : `${seconds} seconds`;
  return new RequestError('busy', `The server is busy: ${reason}. Try again in ${when}.`, seconds);
}

export function clientLeft(): RequestError {
  return new RequestError('client-left', 'The client closed the connection.');
}

export function timedOut(milliseconds: number): RequestError {
  const seconds = (milliseconds / 1000).toLocaleString('en');
  return new RequestError(
    'timed-out',
    `No answer within ${seconds} s. Try again later, or with fewer texts.`,
  );
}

export function stoppingError(): RequestError {
  return new RequestError('stopping', 'The server is stopping. Try again when it is back.');
}

export interface ErrorAnswer {
  readonly status: number;
  readonly retryAfter: number | undefined;
  readonly body: { readonly error: { readonly code: ApiErrorCode; readonly message: string } };
}

/** The answer to a mistake of the client's; undefined for one of ours, whose message may name what is not theirs to know. */
export function answerTo(error: unknown): ErrorAnswer | undefined {
  if (error instanceof RequestError) {
    const answer = errorAnswer(error.code, error.message);
    return error.retryAfter === undefined ? answer : { ...answer, retryAfter: error.retryAfter };
  }
  if (error instanceof ReelsenseError && httpStatus[error.code] < 500) {
    return errorAnswer(error.code, error.message);
  }
  return undefined;
}

export function errorAnswer(code: ApiErrorCode, message: string): ErrorAnswer {
  return { status: httpStatus[code], retryAfter: retryAfter[code], body: { error: { code, message } } };
}
