/** For those who run the server, and those who write programs for it: counters, the document, and a page of it. */
import type { FastifyInstance } from 'fastify';
import type { Assets } from './assets.js';
import { openApiDocument } from './openapi.js';
import { docsPage } from './page/docs.js';
import type { ServerMetrics } from './server-metrics.js';
import type { ServerSettings } from './settings.js';

export interface OperationContext {
  readonly settings: ServerSettings;
  readonly metrics: ServerMetrics;
  readonly assets: Assets;
  readonly version: string;
}

export function operationRoutes({ settings, metrics, assets, version }: OperationContext) {
  const document = openApiDocument(settings, version);
  const json = JSON.stringify(document);
  const page = docsPage(document, assets);
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/metrics', (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics.write()),
    );
    app.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json));
    app.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  };
}
