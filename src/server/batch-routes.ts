/**
 * `POST /api/v1/batch`: rows in, answers out, while the body still arrives. Memory stays flat: no more rows are read than the
 * reader of the answer and the runners keep up with. Nobody is held to a total time, only to moving at all.
 */
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { windows } from '../prediction/index.js';
import { workAhead } from './ahead.js';
import { answerTo, busy, clientLeft, type ErrorAnswer, RequestError } from './api-error.js';
import { leaveSignal, type RouteContext, refuseOtherEncodings } from './api-routes.js';
import { type BatchRow, batchFormats, batchRows } from './batch-input.js';
import { type BatchResult, type BatchWriter, csvWriter, ndjsonWriter } from './batch-output.js';
import { internalError } from './error-answers.js';
import type { ServedModel } from './served-model.js';

/** Rows that are run together, held no longer than a moment when the client pauses. */
const window = { maximumItems: 256, maximumSize: 1 << 20, pauseMilliseconds: 20 };
/** Windows at work or waiting for the reader. */
const DEPTH = 3;

export interface BatchContext extends RouteContext {
  readonly onError: (error: unknown) => void;
}

export function batchRoutes(context: BatchContext) {
  const { model, settings, queue, onError } = context;
  const headers = modelHeaders(model);
  let streams = 0;

  /** The mistakes that end a stream; one of a text's own is part of its answer. */
  const settle = async (rows: readonly BatchRow[], signal: AbortSignal): Promise<BatchResult[]> => {
    const texts = rows.flatMap(({ text }) => (text === undefined ? [] : [text]));
    const outcomes = (texts.length === 0 ? [] : await queue.submit(texts, { signal, bulk: true })).values();
    return rows.map((entry): BatchResult => {
      const { row, id } = entry;
      const outcome = entry.error ?? outcomes.next().value!;
      if (outcome instanceof Error) return { row, id, error: mistakeOf(outcome).body.error };
      const replaced = entry.error === undefined && entry.replaced > 0 ? entry.replaced : undefined;
      return { row, id, prediction: outcome, replaced };
    });
  };

  const mistakeOf = (error: unknown): ErrorAnswer => {
    const answer = answerTo(error);
    if (answer === undefined) onError(error);
    return answer ?? internalError;
  };

  async function* answer(
    request: FastifyRequest,
    writer: BatchWriter,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const type = mediaType(request);
    const { textColumn } = request.query as { textColumn?: unknown };
    const chunks = unlessIdle(request.raw, settings.streamIdleTimeout);
    const rows = batchRows(chunks, {
      format: batchFormats[type]!,
      textColumn: typeof textColumn === 'string' && textColumn !== '' ? textColumn : undefined,
      limits: settings,
    });
    const limits = { ...window, sizeOf: ({ text }: BatchRow) => text?.length ?? 0 };
    let begun = false;
    try {
      for await (const results of workAhead(windows(rows, limits), DEPTH, (some) => settle(some, signal))) {
        const head = begun ? '' : writer.begin();
        begun = true;
        yield head + results.map((result) => writer.row(result)).join('');
      }
    } catch (error) {
      if (signal.aborted) throw clientLeft();
      if (!begun) throw error;
      const last = writer.failure(mistakeOf(error).body.error);
      if (last === undefined) throw error; // breaks the connection off
      yield last;
      return;
    }
    yield (begun ? '' : writer.begin()) + writer.end();
  }

  return async (app: FastifyInstance): Promise<void> => {
    for (const type of Object.keys(batchFormats)) {
      app.addContentTypeParser(type, (_request, payload, done) => done(null, payload)); // read by the handler
    }
    app.post('/api/v1/batch', async (request, reply) => {
      if (batchFormats[mediaType(request)] === undefined) {
        throw new RequestError('unsupported-media-type', batchTypes);
      }
      refuseOtherEncodings(request, batchTypes);
      if (streams >= settings.maximumBatchStreams) {
        throw busy(`${streams} streams run already, which is the limit`, 5);
      }
      streams++;
      reply.raw.once('close', () => {
        streams--;
      });
      const writer = wantsCsv(request) ? csvWriter(model) : ndjsonWriter(model);
      const lines = answer(request, writer, leaveSignal(reply));
      // The connection's own time-out would run while the client waits for a busy server. Until all is written each side has a
      // limit of its own: `unlessIdle` for what is sent, `unlessUntaken` for what is answered. An answer before this one on
      // the same connection (pipelining) keeps the time-out that it has.
      if (reply.raw.socket === null) reply.raw.once('socket', () => limitIdling(reply, 0));
      else limitIdling(reply, 0);
      reply.raw.once('prefinish', () => limitIdling(reply, settings.streamIdleTimeout));
      const sent = { ...headers, 'content-type': writer.type };
      return sendLines(reply, lines, sent, settings.streamIdleTimeout);
    });
  };
}

/** What is said of another one. */
export const batchTypes = `The body has a Content-Type that is not read here. Send one of ${Object.keys(batchFormats).join(', ')}, in UTF-8.`;

/** Which model answers, whatever the form of the answer. A header takes no more than ASCII. */
function modelHeaders({ name, sha256 }: ServedModel): Readonly<Record<string, string>> {
  return {
    'x-reelsense-model': encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd')),
    'x-reelsense-model-sha256': sha256,
  };
}

/** Waits for the first line: what is wrong with the whole body is still answered with a status of its own. */
async function sendLines(
  reply: FastifyReply,
  lines: AsyncGenerator<string>,
  headers: Readonly<Record<string, string>>,
  idleTimeout: number,
): Promise<FastifyReply> {
  let first: IteratorResult<string>;
  try {
    first = await lines.next();
  } catch (error) {
    reply.header('connection', 'close'); // the rest of the body is not read
    throw error;
  }
  const all = async function* (): AsyncGenerator<string> {
    if (first.done !== true) yield first.value;
    yield* lines;
  };
  return reply.headers(headers).send(Readable.from(unlessUntaken(all(), reply, idleTimeout)));
}

/**
 * Closes the connection of an answer when nothing moves on it for so long; 0 for no limit. One that waits for another answer
 * has no connection yet, an injected one never.
 */
function limitIdling({ raw: { socket } }: FastifyReply, milliseconds: number): void {
  if (socket instanceof Socket) socket.setTimeout(milliseconds);
}

/** The same lines; closes the connection when nothing of one is taken for so long (at most twice, as Node.js counts what is on its way). */
async function* unlessUntaken(
  lines: AsyncIterable<string>,
  reply: FastifyReply,
  milliseconds: number,
): AsyncGenerator<string> {
  for await (const line of lines) {
    limitIdling(reply, milliseconds);
    yield line; // until the next one is asked for, which a full connection does not do
    limitIdling(reply, 0);
  }
}

/** The chunks of a body; rejects with 'client-too-slow' when none comes for so long while one is waited for. */
async function* unlessIdle(source: Readable, milliseconds: number): AsyncGenerator<Uint8Array> {
  const iterator: AsyncIterator<Uint8Array> = source.iterator({ destroyOnReturn: false });
  for (;;) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const idle = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooSlow(milliseconds)), milliseconds);
    });
    const step = await Promise.race([iterator.next(), idle]).finally(() => clearTimeout(timer));
    if (step.done === true) return;
    yield step.value;
  }
}

function tooSlow(milliseconds: number): RequestError {
  const seconds = (milliseconds / 1000).toLocaleString('en');
  const message = `Nothing came for ${seconds} s. Send on, or in smaller parts.`;
  return new RequestError('client-too-slow', message);
}

function mediaType({ headers }: FastifyRequest): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

/** JSON lines unless CSV alone is asked for. */
function wantsCsv({ headers }: FastifyRequest): boolean {
  const accept = headers.accept ?? '';
  return /\btext\/csv\b/i.test(accept) && !/ndjson/i.test(accept);
}
