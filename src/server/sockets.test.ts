/** What only shows on a real connection: draining, bounds, time-outs, callers who leave. All on 127.0.0.1, on ports that are free. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Server } from './create-server.js';
import type { ServerAddress } from './listen.js';
import { eventually, TestRunner, testServer } from './server.test-support.js';
import type { ServerSettings } from './settings.js';

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(given: Partial<ServerSettings>, runner = new TestRunner()) {
  const server = await testServer({ drainTimeout: 2000, ...given }, runner);
  servers.push(server);
  return { server, runner, address: await server.listen() };
}

function predict({ url }: ServerAddress, text: string, signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify({ text }) };
  return fetch(`${url}/api/v1/predict`, signal === undefined ? request : { ...request, signal });
}

async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

/** Sends bytes as they are; resolves with all that came back when the server has closed the connection. */
function raw({ port }: ServerAddress, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
  });
}

/** The same, with a byte more every few milliseconds after a pause; gives up after four seconds. */
function drip({ port }: ServerAddress, bytes: string, pause = 0): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const begin = Date.now() + pause;
    const drops = setInterval(() => Date.now() > begin && socket.write('x'), 20);
    const end = setTimeout(() => socket.destroy(), 4000);
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(drops);
      clearTimeout(end);
      resolve(received);
    });
  });
}

describe('a server that is closed', () => {
  it('answers what it accepted, refuses what comes, and then is gone', async () => {
    const { server, runner, address } = await start({});
    runner.hold();
    const accepted = ['one', 'two', 'three'].map((text) => predict(address, text));
    await eventually(() => runner.calls.length === 1);
    await sleep(50); // the other two wait
    const closing = server.close();
    const late = await predict(address, 'late');
    expect([late.status, await codeOf(late), late.headers.get('retry-after')]).toEqual([
      503,
      'stopping',
      '5',
    ]);
    expect((await fetch(`${address.url}/healthz`)).status).toBe(503);
    runner.release();
    expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await closing;
    await expect(predict(address, 'gone')).rejects.toThrow();
    expect(runner.alive).toBe(false);
  });

  it('waits for no longer than it was told, also for those who send slowly', async () => {
    const { server, runner, address } = await start({ drainTimeout: 100 });
    runner.hold();
    const stuck = predict(address, 'stuck');
    const slow = raw(address, 'POST /api/v1/predict HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    const silent = raw(address, '');
    await eventually(() => runner.calls.length === 1);
    const begin = Date.now();
    await server.close();
    expect(Date.now() - begin).toBeLessThan(3000);
    expect(await codeOf(await stuck)).toBe('stopping');
    await Promise.all([slow, silent]);
  });

  it('may be closed twice', async () => {
    const { server } = await start({});
    await Promise.all([server.close(), server.close()]);
  });
});

describe('a busy server', () => {
  it('refuses beyond its queue, says when to come again, and is well throughout', async () => {
    const { runner, address } = await start({ maximumTexts: 2, maximumQueuedTexts: 2 });
    runner.hold();
    const running = predict(address, 'running');
    await eventually(() => runner.calls.length === 1);
    const answers = Array.from({ length: 6 }, (_, index) => predict(address, `text ${index}`));
    const first = await Promise.any(answers);
    expect([first.status, await codeOf(first), first.headers.get('retry-after')]).toEqual([429, 'busy', '1']);
    expect((await fetch(`${address.url}/healthz`)).status).toBe(200);
    await sleep(100); // all six have arrived
    runner.release();
    const statuses = (await Promise.all([running, ...answers])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    expect((await predict(address, 'afterwards')).status).toBe(200);
  });

  it('does no work for a caller who has left', async () => {
    const { runner, address } = await start({});
    runner.hold();
    const running = predict(address, 'running');
    await eventually(() => runner.calls.length === 1);
    const caller = new AbortController();
    const left = predict(address, 'left', caller.signal).catch(() => 'left');
    const stays = predict(address, 'stays');
    await sleep(100); // both wait
    caller.abort();
    expect(await left).toBe('left');
    await sleep(100); // the server has seen it
    runner.release();
    await Promise.all([running, stays]);
    expect(runner.calls.flat()).toEqual(['running', 'stays']);
  });

  it('gives up on an answer that takes too long', async () => {
    const { runner, address } = await start({ answerTimeout: 100 });
    runner.hold();
    const answer = await predict(address, 'slow');
    expect([answer.status, await codeOf(answer)]).toEqual([503, 'timed-out']);
  });
});

describe('a connection', () => {
  const quick = { headersTimeout: 150, requestTimeout: 300, keepAliveTimeout: 100 };

  it.each([
    ['sends its headers', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    [
      'sends its body',
      'POST /api/v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"te',
    ],
  ])('that %s too slowly is closed', async (_name, bytes) => {
    const { address } = await start(quick);
    const begin = Date.now();
    const received = await raw(address, bytes);
    expect(Date.now() - begin).toBeLessThan(2500);
    expect(received).toMatch(/^HTTP\/1\.1 408 /);
    expect(received).toContain('"client-too-slow"');
  });

  it('that sends on slowly after its answer is closed without another', async () => {
    const { address } = await start(quick);
    const head =
      'PUT /nothing HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n';
    const received = await raw(address, `${head}{"te`);
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 404']);
  });

  it('that is refused before its body has come is closed, too', async () => {
    const { address } = await start({ ...quick, apiKeys: 'a'.repeat(64) });
    const head =
      'POST /api/v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n';
    const begin = Date.now();
    const received = await raw(address, `${head}{"te`);
    expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401']);
    expect(Date.now() - begin).toBeLessThan(2500);
  });

  it.each([
    ['has no key', { apiKeys: 'a'.repeat(64) }, 'text/plain', 'HTTP/1.1 401'],
    ['sends another type', {}, 'image/png', 'HTTP/1.1 415'],
    ['comes while others stream', { maximumBatchStreams: 1 }, 'text/plain', 'HTTP/1.1 429'],
  ] as const)(
    'of a batch that is refused, as it %s, is closed though its body drips on',
    async (_name, given, type, status) => {
      const { address } = await start({ ...quick, ...given });
      const batch = (contentType: string) =>
        `POST /api/v1/batch HTTP/1.1\r\nHost: x\r\nContent-Type: ${contentType}\r\nContent-Length: 5000\r\n\r\n`;
      const other = connect(address.port, '127.0.0.1', () => other.write(batch('text/plain')));
      other.on('error', () => undefined);
      await new Promise((resolve) => other.once('connect', resolve));
      await sleep(50);
      const begin = Date.now();
      const received = await drip(address, batch(type));
      other.destroy();
      expect(received.match(/HTTP\/1\.1 \d+/g)).toEqual([status]);
      expect(Date.now() - begin).toBeLessThan(2500);
    },
  );

  it('of a batch whose answer ended early is closed though its body drips on', async () => {
    const { address } = await start({ ...quick, streamIdleTimeout: 100 });
    const head =
      'POST /api/v1/batch HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\n';
    const begin = Date.now();
    const received = await drip(address, `${head}a line\n`, 300);
    expect(received).toMatch(/"row":1.*client-too-slow/s);
    expect(Date.now() - begin).toBeLessThan(2500);
  });

  it('that rests too long is closed', async () => {
    const { address } = await start(quick);
    expect(await raw(address, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['no HTTP', 'nonsense\r\n\r\n', 400, 'malformed-request'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed-request',
    ],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
  ])('with %s is answered as documented and closed', async (_name, bytes, status, code) => {
    const { address } = await start({});
    const received = await raw(address, bytes);
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(JSON.parse(received.slice(received.indexOf('\r\n\r\n')))).toMatchObject({ error: { code } });
  });

  it('beyond the most allowed is closed', async () => {
    const { address } = await start({ maximumConnections: 1 });
    const first = connect(address.port, '127.0.0.1');
    await new Promise((resolve) => first.once('connect', resolve));
    expect(await raw(address, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('');
    first.destroy();
  });
});

describe('listening', () => {
  it('says where, and that only this machine reaches it', async () => {
    const { address } = await start({});
    expect(address).toEqual({
      host: '127.0.0.1',
      port: expect.any(Number),
      url: `http://127.0.0.1:${address.port}`,
      loopback: true,
    });
  });

  it('says that other machines reach it when they do', async () => {
    const { address } = await start({ host: '0.0.0.0' });
    expect(address).toMatchObject({ url: `http://127.0.0.1:${address.port}`, loopback: false });
  });

  it('says of a port in use which, and what to do', async () => {
    const { address } = await start({});
    const second = await testServer({ port: address.port });
    await expect(second.listen()).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringMatching(new RegExp(`Port ${address.port} on 127\\.0\\.0\\.1 is in use.*--port`)),
    });
    expect((await predict(address, 'still here')).status).toBe(200);
  });

  it('says of a host that is none of this machine what to do', async () => {
    const server = await testServer({ host: '203.0.113.1' });
    await expect(server.listen()).rejects.toMatchObject({ code: 'invalid-option' });
  });
});
