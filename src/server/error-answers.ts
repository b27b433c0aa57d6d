/** Every mistake that Fastify, Node.js or a handler finds, as `{"error": {"code", "message"}}`, or as the page says it to people. */

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerTo, type ErrorAnswer, errorAnswer } from './api-error.js';
import { forwardedPath } from './visited-address.js';

/** Fastify's own codes -> ours. */
export function translateError(
  error: unknown,
  maximumBodyBytes: number,
  typesTaken = unsupportedType,
): ErrorAnswer | undefined {
  const answer = answerTo(error);
  if (answer !== undefined || !(error instanceof Error)) return answer;
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE': {
      const limit = maximumBodyBytes.toLocaleString('en');
      const message = `The body is larger than the limit of ${limit} bytes. Send fewer or shorter texts.`;
      return errorAnswer('body-too-large', message);
    }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
    case 'FST_ERR_CTP_INVALID_TYPE':
      return errorAnswer('unsupported-media-type', typesTaken);
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return errorAnswer(
        'malformed-request',
        'The body is not as long as Content-Length says. Send all of it.',
      );
    case 'FST_ERR_BAD_URL':
      return errorAnswer(
        'malformed-request',
        'The address is malformed: a % is not followed by two hexadecimal digits.',
      );
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  return status < 500
    ? errorAnswer('malformed-request', 'The request could not be read. Send it again.')
    : undefined;
}

export const unsupportedType =
  'The body has a Content-Type or encoding that is not read here. Send plain JSON in UTF-8 with "Content-Type: application/json".';

export const internalError: ErrorAnswer = errorAnswer(
  'internal-error',
  'The server failed at this request. Try again; if it fails again, tell who runs the server.',
);

export function sendError(reply: FastifyReply, { status, retryAfter, body }: ErrorAnswer): FastifyReply {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(status).send(body);
}

/** 404, or 405 where another method would do. @param methods path -> what it takes */
export function answerUnknown(
  request: FastifyRequest,
  reply: FastifyReply,
  methods: Readonly<Record<string, string>>,
): ErrorAnswer {
  const path = request.url.split('?', 1)[0]!;
  const before = forwardedPath(request);
  const allowed = Object.hasOwn(methods, path) ? methods[path] : undefined;
  if (allowed !== undefined) {
    reply.header('allow', allowed);
    return errorAnswer(
      'method-not-allowed',
      `${before}${path} does not take ${request.method}. Use ${allowed}.`,
    );
  }
  const shown = path.length > 80 ? `${path.slice(0, 80)}...` : path;
  return errorAnswer(
    'not-found',
    `There is nothing at ${before}${shown}. The API is described at ${before}/docs, the page is at ${before}/.`,
  );
}

/** What never became a request: garbage, headers too large, too slow. Answered on the bare socket, which is then closed. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = clientError(error.code);
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    () => socket.destroy(),
  );
}

function clientError(code: string | undefined): ErrorAnswer {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return errorAnswer(
      'client-too-slow',
      'The request did not arrive in time. Send it faster, or in smaller parts.',
    );
  }
  if (code === 'HPE_HEADER_OVERFLOW') {
    return errorAnswer(
      'headers-too-large',
      'The headers are larger than 16 KiB. Send fewer or shorter ones.',
    );
  }
  return errorAnswer('malformed-request', 'This is not HTTP as it should be. Check what is sent.');
}
