/** Taking a port, and saying what is wrong with it in the user's terms. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { isSystemError, ReelsenseError } from '../errors/index.js';

export interface ServerAddress {
  readonly host: string;
  /** The port taken, also when 0 was asked for. */
  readonly port: number;
  /** Where a browser of this machine finds it. */
  readonly url: string;
  /** False when other machines may reach it: whoever starts the server says so. */
  readonly loopback: boolean;
}

/** @throws ReelsenseError 'port-in-use'; 'invalid-option' for a host or port that cannot be had */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<ServerAddress> {
  try {
    await app.listen({ host, port, listenTextResolver: () => '' });
  } catch (error) {
    throw explain(error, host, port);
  }
  const { address, port: taken } = app.server.address() as AddressInfo;
  const everywhere = address === '0.0.0.0' || address === '::';
  const reachable = everywhere ? '127.0.0.1' : address.includes(':') ? `[${address}]` : address;
  return { host, port: taken, url: `http://${reachable}:${taken}`, loopback: isLoopback(address) };
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function explain(error: unknown, host: string, port: number): unknown {
  if (isSystemError(error, 'EADDRINUSE')) {
    const next = port < 65_535 ? port + 1 : 3000;
    return new ReelsenseError(
      'port-in-use',
      `Port ${port} on ${host} is in use by another program. Stop that one, or choose another port (--port ${next}; --port 0 takes any free one).`,
      { cause: error },
    );
  }
  if (isSystemError(error, 'EACCES')) {
    const message = `Port ${port} on ${host} needs rights that this user lacks. Choose a port from 1024 on.`;
    return new ReelsenseError('invalid-option', message, { cause: error });
  }
  if (
    ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT'].some((code) => isSystemError(error, code))
  ) {
    const message = `The host ${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for all its addresses.`;
    return new ReelsenseError('invalid-option', message, { cause: error });
  }
  return error;
}
