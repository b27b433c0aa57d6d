/** What is told of the model, and its files. */
import type { FastifyInstance } from 'fastify';
import { recordedTest } from '../evaluation/index.js';
import type { RouteContext } from './api-routes.js';
import type { ModelFile } from './model-files.js';
import { UNSURE_BELOW } from './served-model.js';

export function modelRoutes({ model, settings }: RouteContext) {
  const { name, sha256, labels, maximumLength, about } = model;
  const { architecture, metrics, card, baselines, bytes } = about;
  const { maximumBodyBytes, maximumTextCharacters, maximumTexts } = settings;
  const identity = { name, sha256 };
  const answer = JSON.stringify({
    model: identity,
    labels,
    unsureBelow: UNSURE_BELOW,
    needsKey: settings.apiKeys !== '',
    bytes,
    architecture,
    limits: { maximumBodyBytes, maximumTextCharacters, maximumTexts, maximumTokens: maximumLength - 1 },
    metrics,
    card,
    baselines,
    files: listed(about.files),
    device: {
      model: about.device === undefined ? identity : { name: about.device.name, sha256: about.device.sha256 },
      path: about.device === undefined ? 'model/' : 'device-model/',
      files: listed(about.device?.files ?? about.files),
      accuracy:
        about.device === undefined
          ? (recordedTest(metrics)?.figures.accuracy ?? null)
          : about.device.accuracy,
    },
  });
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/model', (_request, reply) => reply.type('application/json; charset=utf-8').send(answer));
    fileRoute(app, '/model/*', about.files, sha256);
    if (about.device !== undefined)
      fileRoute(app, '/device-model/*', about.device.files, about.device.sha256);
  };
}

function listed(files: readonly ModelFile[]) {
  return files.map(({ path, content, sha256 }) => ({ path, bytes: content.length, sha256 }));
}

/** @param sha256 of the model, under which its files may be kept for good */
function fileRoute(app: FastifyInstance, pattern: string, files: readonly ModelFile[], sha256: string): void {
  const byPath = new Map(files.map((file) => [file.path, file]));
  app.get<{ Params: { '*': string }; Querystring: { v?: string } }>(pattern, (request, reply) => {
    const file = byPath.get(request.params['*']);
    if (file === undefined) return reply.callNotFound();
    const packed = file.gzip !== undefined && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const tag = packed ? `"${file.sha256}-gzip"` : `"${file.sha256}"`;
    const kept = request.query.v === sha256 ? 'public, max-age=31536000, immutable' : 'no-cache';
    reply.headers({ etag: tag, 'cache-control': kept });
    if (file.gzip !== undefined) reply.header('vary', 'Accept-Encoding');
    if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
    if (packed) reply.header('content-encoding', 'gzip');
    return reply.type(file.type).send(packed ? file.gzip : file.content);
  });
}

/** Whether the client has it already (RFC 9110, 13.1.2). */
function matches(header: string | undefined, tag: string): boolean {
  const known = (header ?? '').split(',').map((part) => part.trim().replace(/^W\//, ''));
  return known.includes(tag) || known.includes('*');
}
