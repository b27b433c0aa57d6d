/**
 * The bytes behind a URL exactly as they are sent. (The built-in `fetch` unpacks what a server calls
 * "Content-Encoding: x-gzip", which many do for .tar.gz files; the hash would not fit then.)
 */
import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';

const MAXIMUM_REDIRECTS = 5;

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Fail when nothing arrives for so long. */
  readonly idleMilliseconds: number;
}

/** @throws Error that says in a few words what went wrong: the status, the name that was not found, the time-out. */
export async function* fetchBytes(url: string, options: FetchOptions): AsyncGenerator<Buffer> {
  let address = new URL(url);
  for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects++) {
    const response = await request(address, options);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location !== undefined) {
      response.destroy();
      const next = new URL(location, address);
      if (address.protocol === 'https:' && next.protocol !== 'https:') {
        throw new Error(`it leads from https to ${next.protocol.replace(':', '')}`);
      }
      address = next;
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw new Error(`${address.host} answered with status ${status}`);
    }
    yield* response;
    return;
  }
  throw new Error(`it was redirected more than ${MAXIMUM_REDIRECTS} times`);
}

function request(address: URL, { signal, idleMilliseconds }: FetchOptions): Promise<IncomingMessage> {
  const get = address.protocol === 'https:' ? httpsGet : httpGet;
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    const sent = get(address, { signal, headers: { 'accept-encoding': 'identity' } }, (received) => {
      response = received;
      resolve(received);
    });
    sent.setTimeout(idleMilliseconds, () => {
      const idle = new Error(`nothing came from ${address.host} for ${idleMilliseconds / 1000} seconds`);
      (response ?? sent).destroy(idle);
    });
    sent.on('error', reject);
  });
}
