/**
 * What programs ask:
 *
 *     POST /api/v1/predict   {"text": "..."} or {"texts": ["...", ...]}
 *       -> 200 {"model": {"name", "sha256"}, "predictions": [{"label", "probability", "scores", "tokens", "truncated"}, ...]}
 *     GET  /healthz          -> 200 {"status": "ok"}; 503 while the server stops
 *
 * Anything else is answered with the status of `httpStatus` and {"error": {"code", "message"}}.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from './api-error.js';
import { unsupportedType } from './error-answers.js';
import type { JobQueue } from './job-queue.js';
import { textsOf } from './predict-request.js';
import type { ServedModel } from './served-model.js';
import type { ServerSettings } from './settings.js';

export interface RouteContext {
  readonly model: ServedModel;
  readonly settings: ServerSettings;
  readonly queue: JobQueue;
}

export function apiRoutes({ model, settings, queue }: RouteContext) {
  const { name, sha256 } = model;
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/healthz', () => ({ status: 'ok' }));
    app.addContentTypeParser(
      'application/json',
      { parseAs: 'string' },
      async (request: FastifyRequest, body: string) => {
        refuseOtherEncodings(request);
        return parseJson(body);
      },
    );
    app.post('/api/v1/predict', async (request, reply) => {
      const texts = textsOf(request.body, settings);
      const predictions = await queue.submit(texts, leaveSignal(reply));
      return { model: { name, sha256 }, predictions };
    });
  };
}

/** Aborted when the connection closes before the answer is sent. */
export function leaveSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}

/** A body in another character set or compressed would be read as something that it is not. */
export function refuseOtherEncodings({ headers }: FastifyRequest): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  if (/^utf-?8$/i.test(charset) && encoding.toLowerCase() === 'identity') return;
  throw new RequestError('unsupported-media-type', unsupportedType);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // V8's message quotes the body, which is a review.
    const what =
      body === ''
        ? 'it is empty'
        : 'it ends too early, or something in it is not quoted or closed as in JSON';
    throw new RequestError('malformed-json', `The body is not JSON: ${what}. Send {"text": "..."}.`);
  }
}
