/** The HTTP side as one Fastify application: routes, limits on clients, headers, and how mistakes are answered. */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { crossOrigin, keyCheck, preflightHeaders } from './access.js';
import { type ErrorAnswer, stoppingError } from './api-error.js';
import { apiRoutes, type RouteContext } from './api-routes.js';
import { batchRoutes, batchTypes } from './batch-routes.js';
import { endpoints } from './endpoints.js';
import {
  answerClientError,
  answerUnknown,
  internalError,
  sendError,
  translateError,
} from './error-answers.js';
import { modelRoutes } from './model-routes.js';
import { type OperationContext, operationRoutes } from './operation-routes.js';
import type { PageContext } from './page/document.js';
import { errorPage, pagePaths, pageRoutes, wantsPage } from './page-routes.js';
import { securityHeaders } from './security-headers.js';
import { limitBodyTime } from './slow-body.js';

/** Path -> methods. */
const methods: Readonly<Record<string, string>> = {
  ...Object.fromEntries(pagePaths.map((path) => [path, path === '/' ? 'GET, HEAD, POST' : 'GET, HEAD'])),
  ...Object.fromEntries(endpoints.map(({ path, method }) => [path, method === 'get' ? 'GET, HEAD' : 'POST'])),
};
const protectedPaths = new Set(endpoints.filter((endpoint) => endpoint.protected).map(({ path }) => path));
/** They say themselves how the server is while it stops. */
const askedWhileStopping = new Set(['/healthz/live', '/healthz/ready']);
/** Their texts go into the queue that may be full: then the body is not even read. */
const queued = new Set(['/', '/api/v1/predict']);
/** Its body is a stream. */
const BATCH = '/api/v1/batch';
/** A connection on which nothing moves for so long after an answer was due is closed: a client that reads too slowly. */
const READING_MILLISECONDS = 5000;

export interface ApplicationContext extends RouteContext, OperationContext {
  readonly isStopping: () => boolean;
  readonly onError: (error: unknown) => void;
}

export function httpApplication(context: ApplicationContext): FastifyInstance {
  const { settings, assets, queue, metrics, isStopping, onError } = context;
  const page: PageContext = { model: context.model, settings, assets };
  const checkKey = keyCheck(settings);
  const allowOrigin = crossOrigin(settings);

  const answer = (request: FastifyRequest, reply: FastifyReply, found: ErrorAnswer): FastifyReply => {
    metrics.rejected(found.body.error.code);
    if (!wantsPage(request)) return sendError(reply, found);
    if (found.retryAfter !== undefined) reply.header('retry-after', String(found.retryAfter));
    return reply
      .code(found.status)
      .type('text/html; charset=utf-8')
      .send(errorPage(request, found, page));
  };
  const answerMistake = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const isBatch = request.routeOptions.url === BATCH;
    const found = translateError(error, settings.maximumBodyBytes, isBatch ? batchTypes : undefined);
    if (found === undefined) onError(error);
    return answer(request, reply, found ?? internalError);
  };

  const app = fastify({
    logger: false, // a request's body is a review: not logged, not even on error
    bodyLimit: settings.maximumBodyBytes,
    requestTimeout: 0, // see slow-body.ts
    keepAliveTimeout: settings.keepAliveTimeout,
    connectionTimeout: settings.requestTimeout + settings.answerTimeout + READING_MILLISECONDS, // but for a batch's
    http: {
      headersTimeout: settings.headersTimeout,
      connectionsCheckingInterval: Math.min(1000, Math.ceil(settings.headersTimeout / 2)),
    },
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, strictTypes: false },
    },
    forceCloseConnections: 'idle',
    return503OnClosing: false, // said by the hook below, in our words
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      reply.headers(securityHeaders);
      return answerMistake(error, request as FastifyRequest, reply as FastifyReply);
    },
  });
  app.server.maxConnections = settings.maximumConnections;
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders).header('cache-control', 'no-store');
    const { url = '' } = request.routeOptions;
    if (url !== BATCH) limitBodyTime(request, reply, settings.requestTimeout); // of whoever is refused, too
    if (request.url.startsWith('/api/')) {
      const allowed = allowOrigin(request, reply);
      if (allowed && request.method === 'OPTIONS') return reply.code(204).headers(preflightHeaders).send();
    }
    if (isStopping() && !askedWhileStopping.has(url)) {
      reply.header('connection', 'close');
      throw stoppingError();
    }
    if (protectedPaths.has(url)) checkKey(request);
    if (request.method === 'POST' && queued.has(url)) queue.refuseIfFull();
  });
  app.addHook('onResponse', async (request, reply) => {
    metrics.answered({
      method: request.method,
      route: routeName(request.routeOptions.url),
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    });
    // A batch may last, until it has its answer, or its refusal.
    if (request.routeOptions.url === BATCH) limitBodyTime(request, reply, settings.requestTimeout);
  });
  app.setErrorHandler(answerMistake);
  app.setNotFoundHandler((request, reply) => answer(request, reply, answerUnknown(request, reply, methods)));
  app.register(apiRoutes(context));
  app.register(batchRoutes(context));
  app.register(modelRoutes(context));
  app.register(operationRoutes(context));
  app.register(pageRoutes(context, assets));
  return app;
}

/** As in the table of endpoints, with one name for all assets, and one for all that is not there. */
function routeName(url: string | undefined): string {
  if (url === undefined) return 'other';
  return url === '/assets/*' ? '/assets' : url.replace('/*', '/{path}');
}
