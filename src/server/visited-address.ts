/**
 * The server as its visitors see it: a proxy may serve it under a path of a host, which it takes away. Links are therefore relative; what
 * people copy names the whole address, as far as the proxy tells it (X-Forwarded-Host, -Proto, -Prefix). Nothing else relies on that.
 */
import type { FastifyRequest } from 'fastify';

type Asked = Pick<FastifyRequest, 'headers' | 'socket'>;

/** Nothing is linked from deeper down; it bounds the answer to an address of slashes alone. */
const GREATEST_DEPTH = 64;

/**
 * Where the server begins, seen from an address of it.
 * @param url of a request
 * @returns './' for '/' and '/many', '../' for '/nothing/here'
 */
export function rootFrom(url: string): string {
  const depth = url.split('?', 1)[0]!.split('/').length - 2;
  return depth > 0 ? '../'.repeat(Math.min(depth, GREATEST_DEPTH)) : './';
}

/** The path that a proxy has taken away, as far as it says so: '/tools/reelsense', or ''. */
export function forwardedPath({ headers }: Pick<Asked, 'headers'>): string {
  const path = first(headers['x-forwarded-prefix']);
  return /^(\/[\w.~%-]+)+\/?$/.test(path) ? path.replace(/\/$/, '') : '';
}

/** As the visitor wrote it, as far as it is an address at all: 'https://films.example/tools/reelsense/'. */
export function visitedAddress({ headers, socket }: Asked): string {
  const host = first(headers['x-forwarded-host']) || (headers.host ?? '');
  if (!/^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i.test(host)) {
    return `http://127.0.0.1:${socket.localPort ?? 80}/`;
  }
  const scheme = first(headers['x-forwarded-proto']) === 'https' ? 'https' : 'http';
  return `${scheme}://${host}${forwardedPath({ headers })}/`;
}

/** Of several proxies the one that the visitor asked. */
function first(header: string | string[] | undefined): string {
  return String(header ?? '')
    .split(',', 1)[0]!
    .trim();
}
