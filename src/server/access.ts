/** Who may ask the API: keys, of which only hashes are known, and pages of other origins (https://fetch.spec.whatwg.org/#http-cors-protocol). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from './api-error.js';
import { listOf, type ServerSettings } from './settings.js';

/** A new key, and the hash of it that the server is given. */
export function createApiKey(): { readonly key: string; readonly sha256: string } {
  const key = randomBytes(32).toString('base64url');
  return { key, sha256: hashOf(key).toString('hex') };
}

type KeySettings = Pick<ServerSettings, 'apiKeys'>;

/** @returns whether a key is one of the server's; any is, and none, when it has none */
export function keyTest({ apiKeys }: KeySettings): (key: string) => boolean {
  const hashes = listOf(apiKeys).map((hash) => Buffer.from(hash, 'hex'));
  return (key) => {
    const given = hashOf(key);
    // All are compared, each in constant time.
    const known = hashes.filter((hash) => timingSafeEqual(hash, given)).length > 0;
    return hashes.length === 0 || (known && key !== '');
  };
}

/** @returns throws RequestError 'unauthorized' unless the request bears one of the keys; anything goes when there are none */
export function keyCheck(settings: KeySettings): (request: FastifyRequest) => void {
  const isKnown = keyTest(settings);
  return ({ headers }) => {
    if (isKnown(/^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '')) return;
    const what =
      headers.authorization === undefined ? 'The request bears no key' : 'The key is not known here';
    throw new RequestError(
      'unauthorized',
      `${what}. Send "Authorization: Bearer KEY" with a key of this server.`,
    );
  };
}

/** @returns puts the headers on an answer that let a page of an allowed origin read it; true when the origin is allowed */
export function crossOrigin({
  corsOrigins,
}: Pick<ServerSettings, 'corsOrigins'>): (request: FastifyRequest, reply: FastifyReply) => boolean {
  const origins = listOf(corsOrigins).map((origin) => (origin === '*' ? origin : new URL(origin).origin)); // as browsers write it
  const everyone = origins.includes('*');
  return ({ headers }, reply) => {
    if (origins.length === 0) return false;
    if (!everyone) reply.header('vary', 'Origin');
    const { origin } = headers;
    if (origin === undefined || !(everyone || origins.includes(origin))) return false;
    reply.header('access-control-allow-origin', everyone ? '*' : origin);
    reply.header('access-control-expose-headers', exposed);
    reply.header('cross-origin-resource-policy', 'cross-origin');
    return true;
  };
}

/** Headers that pages of other origins may read. */
const exposed = 'Retry-After, X-Reelsense-Model, X-Reelsense-Model-Sha256';

/** Of the answer to the question that browsers ask before. */
export const preflightHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, HEAD, POST',
  'access-control-allow-headers': 'Authorization, Content-Type',
  'access-control-max-age': '7200',
};

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
