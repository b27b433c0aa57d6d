/** A time-out for the body of a request. Node.js has one for a whole server; a stream shall have none, so each request has its own. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerClientError } from './error-answers.js';

/** Ends the connection, with 408 where nothing was answered yet, when the body has not arrived in time. */
export function limitBodyTime(
  { raw, headers }: FastifyRequest,
  reply: FastifyReply,
  milliseconds: number,
): void {
  if (raw.readableEnded || raw.socket.destroyed !== false) return; // an injected request has no socket that could be slow
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return;
  const tooSlow = Object.assign(new Error('The body is late.'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
  const timer = setTimeout(() => {
    if (reply.raw.headersSent)
      raw.socket.destroy(); // it has its answer, and sends on
    else answerClientError(tooSlow, raw.socket);
  }, milliseconds);
  const stop = (): void => clearTimeout(timer);
  raw.once('end', stop).once('close', stop);
}
