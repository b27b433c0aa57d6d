/** The answers in JSON: predictions, explanations, and how the server is. `endpoints.ts` lists all addresses. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ReelsenseError } from '../errors/index.js';
import type { Prediction } from '../prediction/index.js';
import { RequestError } from './api-error.js';
import { apiSchemas } from './api-schemas.js';
import { unsupportedType } from './error-answers.js';
import type { JobQueue } from './job-queue.js';
import { explainRequestOf, textsOf } from './predict-request.js';
import type { ServedModel } from './served-model.js';
import type { ServerSettings } from './settings.js';

export interface RouteContext {
  readonly model: ServedModel;
  readonly settings: ServerSettings;
  readonly queue: JobQueue;
  /** Whether a thread is there to predict. */
  readonly isServing: () => boolean;
}

export function apiRoutes({ model, settings, queue, isServing }: RouteContext) {
  const identity = { name: model.name, sha256: model.sha256 };
  const { PredictRequest, ExplainRequest } = apiSchemas(settings);
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/healthz', () => ({ status: 'ok' }));
    app.get('/healthz/live', () => ({ status: 'live' }));
    app.get('/healthz/ready', () => {
      if (!queue.isFull && isServing()) return { status: 'ready' };
      throw new RequestError(
        'not-ready',
        'The queue is full, no prediction thread runs, or the server is stopping. Send requests elsewhere, or later.',
      );
    });
    app.addContentTypeParser(
      'application/json',
      { parseAs: 'string' },
      async (request: FastifyRequest, body: string) => {
        refuseOtherEncodings(request);
        return parseJson(body);
      },
    );
    const checked = (body: object) => ({ schema: { body }, attachValidation: true });
    app.post('/api/v1/predict', checked(PredictRequest), async (request, reply) => {
      const texts = textsOf(request.body, settings);
      refuseInvalid(request);
      const predictions = await predictTexts(queue, texts, leaveSignal(reply));
      return { model: identity, predictions };
    });
    app.post('/api/v1/explain', checked(ExplainRequest), async (request, reply) => {
      const { text, options } = explainRequestOf(request.body, settings);
      refuseInvalid(request);
      return { model: identity, explanation: await queue.explain(text, options, leaveSignal(reply)) };
    });
  };
}

/** All of the texts, or what is wrong with the first that cannot be read. */
export async function predictTexts(
  queue: JobQueue,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Prediction[]> {
  const outcomes = await queue.submit(texts, { signal });
  return outcomes.map((outcome, index) => {
    if (!(outcome instanceof Error)) return outcome;
    if (!(outcome instanceof ReelsenseError)) throw outcome;
    const place = texts.length > 1 ? `texts[${index}]: ` : '';
    throw new ReelsenseError(outcome.code, `${place}${outcome.message}`, { cause: outcome });
  });
}

/** What the handler's own check let through and the documented schema does not; no request is known that is so. */
function refuseInvalid({ validationError }: FastifyRequest): void {
  if (validationError === undefined) return;
  throw new RequestError(
    'invalid-request',
    'The body is not as /openapi.json describes it. Compare it with that.',
  );
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
export function refuseOtherEncodings({ headers }: FastifyRequest, message = unsupportedType): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]*)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  if (/^utf-?8$/i.test(charset) && encoding.toLowerCase() === 'identity') return;
  throw new RequestError('unsupported-media-type', message);
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
