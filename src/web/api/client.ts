/** The server's API, typed. Every function throws `ApiFailure`, or whatever `fetch` throws for an aborted signal. */
import { ApiFailure, failureOf, unreachable } from './api-failure.js';
import type { ExplainAnswer, ModelFacts, PredictAnswer } from './contract.js';
import { refusedKey, storedKey } from './key.js';

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
}

export interface ExplainOptions extends AskOptions {
  readonly curve?: boolean | undefined;
  readonly sentences?: boolean | undefined;
}

export function predict(text: string, { signal }: AskOptions = {}): Promise<PredictAnswer> {
  return askJson('api/v1/predict', postJson({ text }), signal);
}

export function explain(
  text: string,
  { curve, sentences, signal }: ExplainOptions = {},
): Promise<ExplainAnswer> {
  return askJson('api/v1/explain', postJson({ text, curve, sentences }), signal);
}

/** Which model answers, its limits and figures. */
export function modelFacts(): Promise<ModelFacts> {
  return askJson('api/v1/model');
}

/** `fetch` of an address beside the page with the key, and whose failures are `ApiFailure`s, for answers that are read as they come. */
export async function ask(
  path: string,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  let response: Response;
  const key = storedKey();
  const headers = key === undefined ? init.headers : { ...init.headers, authorization: `Bearer ${key}` };
  try {
    response = await fetch(path, headers === undefined ? init : { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw unreachable();
  }
  if (!response.ok) {
    const failure = await failureOf(response);
    if (failure.code === 'unauthorized') refusedKey(key);
    throw failure;
  }
  return response;
}

async function askJson<Answer>(
  path: string,
  init: Parameters<typeof ask>[1] = {},
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await ask(path, signal === undefined ? init : { ...init, signal });
  try {
    return (await response.json()) as Answer;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFailure({
      code: 'unreadable',
      message: 'The server gave no readable answer. Try again.',
      status: response.status,
    });
  }
}

function postJson(body: object): NonNullable<Parameters<typeof ask>[1]> {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
