/** One question to `POST /api/v1/batch`: a few hundred texts, whose answers are told as they arrive. */
import { ApiFailure, ask, type Prediction } from '../api/index.js';
import type { Failure } from './results.js';

export type RowAnswer = { readonly prediction: Prediction } | { readonly failure: Failure };

export interface SendOptions {
  readonly signal: AbortSignal;
  /** In order, once for each text. @param index into the texts, from 0 */
  readonly onAnswer: (index: number, answer: RowAnswer) => void;
}

/** Milliseconds before an answer that broke off is asked for again. */
const BROKEN_RETRY = 1000;

/**
 * @returns SHA-256 of the model that answered
 * @throws ApiFailure, also for an answer that breaks off: what was told until then stands.
 */
export async function sendRows(texts: readonly string[], { signal, onAnswer }: SendOptions): Promise<string> {
  const body = texts.map((text) => `${JSON.stringify(text)}\n`).join('');
  const response = await ask('api/v1/batch', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', accept: 'application/x-ndjson' },
    body,
    signal,
  });
  let answered = 0;
  for await (const line of linesOf(response, signal)) {
    const { summary, row, error, ...prediction } = parsed(line);
    if (summary !== undefined) {
      if (answered !== texts.length) break;
      return summary.model.sha256;
    }
    if (row === undefined) throw broken(error?.message ?? 'The server broke its answer off.');
    if (row !== answered + 1 || row > texts.length) throw broken('The server answered out of order.');
    onAnswer(answered++, error === undefined ? { prediction: prediction as Prediction } : { failure: error });
  }
  throw broken('The connection broke before the answer was whole.');
}

interface AnswerLine extends Partial<Prediction> {
  readonly row?: number;
  readonly error?: Failure;
  readonly summary?: { readonly model: { readonly sha256: string } };
}

function parsed(line: string): AnswerLine {
  try {
    return JSON.parse(line) as AnswerLine;
  } catch {
    throw broken('The server gave no readable answer.');
  }
}

function broken(message: string): ApiFailure {
  return new ApiFailure({ code: 'incomplete', message, retryAfter: BROKEN_RETRY });
}

async function* linesOf(response: Response, signal: AbortSignal): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let rest = '';
  for (;;) {
    let step: ReadableStreamReadResult<string>;
    try {
      step = await reader.read();
    } catch (error) {
      if (signal.aborted) throw error;
      throw broken('The connection broke before the answer was whole.');
    }
    if (step.done) return;
    const lines = (rest + step.value).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
}
