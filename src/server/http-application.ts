/** The HTTP side as one Fastify application: routes, limits on clients, headers, and how mistakes are answered. */
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ErrorAnswer } from './api-error.js';
import { apiRoutes, type RouteContext } from './api-routes.js';
import type { Assets } from './assets.js';
import {
  answerClientError,
  answerUnknown,
  internalError,
  sendError,
  translateError,
} from './error-answers.js';
import { stoppingError } from './job-queue.js';
import type { PageContext } from './page/document.js';
import { errorPage, pageRoutes, wantsPage } from './page-routes.js';
import { securityHeaders } from './security-headers.js';

/** Path -> methods. */
const methods = {
  '/': 'GET, HEAD, POST',
  '/many': 'GET, HEAD',
  '/about-model': 'GET, HEAD',
  '/healthz': 'GET, HEAD',
  '/api/v1/predict': 'POST',
};
/** A connection on which nothing moves for so long after an answer was due is closed: a client that reads too slowly. */
const READING_MILLISECONDS = 5000;

export interface ApplicationContext extends RouteContext {
  readonly assets: Assets;
  readonly isStopping: () => boolean;
  readonly onError: (error: unknown) => void;
}

export function httpApplication(context: ApplicationContext): FastifyInstance {
  const { settings, assets, isStopping, onError } = context;
  const page: PageContext = { model: context.model, settings, assets };

  const answer = (request: FastifyRequest, reply: FastifyReply, found: ErrorAnswer): FastifyReply => {
    if (!wantsPage(request)) return sendError(reply, found);
    if (found.retryAfter !== undefined) reply.header('retry-after', String(found.retryAfter));
    return reply
      .code(found.status)
      .type('text/html; charset=utf-8')
      .send(errorPage(request, found, page));
  };
  const answerMistake = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const found = translateError(error, settings.maximumBodyBytes);
    if (found === undefined) onError(error);
    return answer(request, reply, found ?? internalError);
  };

  const app = fastify({
    logger: false, // a request's body is a review: not logged, not even on error
    bodyLimit: settings.maximumBodyBytes,
    requestTimeout: settings.requestTimeout,
    keepAliveTimeout: settings.keepAliveTimeout,
    connectionTimeout: settings.requestTimeout + settings.answerTimeout + READING_MILLISECONDS,
    http: {
      headersTimeout: settings.headersTimeout,
      connectionsCheckingInterval: Math.min(1000, Math.ceil(settings.headersTimeout / 2)),
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
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(securityHeaders).header('cache-control', 'no-store');
    if (!isStopping()) return;
    reply.header('connection', 'close');
    throw stoppingError();
  });
  app.setErrorHandler(answerMistake);
  app.setNotFoundHandler((request, reply) => answer(request, reply, answerUnknown(request, reply, methods)));
  app.register(apiRoutes(context));
  app.register(pageRoutes(context, assets));
  return app;
}
