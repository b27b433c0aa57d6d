/** What people see: the page at `/`, its form, and the files that it loads. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { exampleReviews } from '../example-reviews/index.js';
import { keyTest } from './access.js';
import { type ErrorAnswer, RequestError } from './api-error.js';
import { leaveSignal, predictTexts, type RouteContext, refuseOtherEncodings } from './api-routes.js';
import type { Assets } from './assets.js';
import { errorDocument, type PageContext, pageDocument } from './page/document.js';
import { manyDocument, modelDocument } from './page/other-pages.js';
import type { PageResult } from './page/result.js';
import { checkText } from './predict-request.js';
import { rootFrom, visitedAddress } from './visited-address.js';

/** Where the application shows a page. */
export const pagePaths = ['/', '/many', '/about-model'] as const;

const htmlType = 'text/html; charset=utf-8';

/** What `POST /` was given; kept with the request, so that a refused text stands in the area again. */
const submitted = new WeakMap<FastifyRequest, string>();

export function pageRoutes({ model, settings, queue }: RouteContext, assets: Assets) {
  const context: PageContext = { model, settings, assets };
  return async (app: FastifyInstance): Promise<void> => {
    const show = (request: FastifyRequest, reply: FastifyReply, text: string, result: PageResult) =>
      reply.type(htmlType).send(pageDocument({ text, result, address: visitedAddress(request) }, context));

    app.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (request: FastifyRequest, body: string) => {
        refuseOtherEncodings(request);
        return new URLSearchParams(body);
      },
    );
    app.get('/', (request, reply) => show(request, reply, '', { kind: 'empty' }));
    const isKnown = keyTest(settings);
    app.post('/', async (request, reply) => {
      const keyed = request.body instanceof URLSearchParams ? (request.body.get('key') ?? '') : '';
      if (!isKnown(keyed)) {
        textOfForm(request); // it stands in the area again
        throw new RequestError(
          'unauthorized',
          'This server reads only for those who have a key of it. Write yours in the field "Key".',
        );
      }
      const text = checkText(textOfForm(request), 'The text', settings);
      const [prediction] = await predictTexts(queue, [text], leaveSignal(reply));
      return show(request, reply, text, { kind: 'answer', prediction: prediction! });
    });
    app.get('/many', (request, reply) =>
      reply.type(htmlType).send(manyDocument(visitedAddress(request), context)),
    );
    app.get('/about-model', (_request, reply) => reply.type(htmlType).send(modelDocument(context)));
    app.get('/assets/*', (request, reply) => {
      const asset = assets.files.get(request.url.split('?', 1)[0]!.slice(1));
      if (asset === undefined) return reply.callNotFound();
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(asset.type);
      if (asset.encoded.size > 0) reply.header('vary', 'Accept-Encoding');
      const accepted = request.headers['accept-encoding'] ?? '';
      for (const [encoding, content] of asset.encoded) {
        if (new RegExp(`\\b${encoding}\\b`).test(accepted))
          return reply.header('content-encoding', encoding).send(content);
      }
      return reply.send(asset.content);
    });
  };
}

/** The same mistake for a person: on the page, the text kept; a page of its own elsewhere. */
export function errorPage(
  request: FastifyRequest,
  { status, body }: ErrorAnswer,
  context: PageContext,
): string {
  const text = submitted.get(request);
  const { message } = body.error;
  if (text !== undefined && status !== 405) {
    return pageDocument(
      { text, result: { kind: 'error', message }, address: visitedAddress(request) },
      context,
    );
  }
  const heading = status === 404 ? 'Nothing here' : 'That did not work';
  return errorDocument(heading, message, context.assets, rootFrom(request.url));
}

/** A browser that goes to an address, or sends the form. The API speaks JSON whatever is asked for. */
export function wantsPage({ headers, url }: FastifyRequest): boolean {
  return (
    !/^\/(api|healthz|model\/|metrics|openapi)/.test(url) && headers.accept?.includes('text/html') === true
  );
}

/** The text of a click on an example, or else of the area; browsers send line breaks as CR LF. */
function textOfForm(request: FastifyRequest): unknown {
  const { body } = request;
  if (!(body instanceof URLSearchParams)) return undefined;
  const example = exampleReviews.find(({ name }) => name === body.get('example'));
  const text = example?.text ?? body.get('text')?.replaceAll('\r\n', '\n');
  if (text !== undefined) submitted.set(request, text);
  return text;
}
