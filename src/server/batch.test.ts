import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ReelsenseError } from '../errors/index.js';
import { assembleServer, type Server } from './create-server.js';
import { eventually, predictionOf, TestRunner, testModel, testServer } from './server.test-support.js';
import { resolveSettings, type ServerSettings } from './settings.js';

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const failing = () =>
  new TestRunner((texts) => {
    if (texts.includes('crash')) throw new Error('the runtime broke over it');
    if (texts.includes('...')) throw new ReelsenseError('empty-text', 'The text has no word to read.');
  });

async function start(given: Partial<ServerSettings> = {}, runner = failing()): Promise<Server> {
  const server = await testServer({ drainTimeout: 500, ...given }, runner);
  servers.push(server);
  return server;
}

async function send(
  server: Server,
  type: string,
  payload: string | Buffer,
  more: { query?: string; accept?: string } = {},
) {
  const { query = '', accept = '*/*' } = more;
  const headers = { 'content-type': type, accept };
  return server.inject({ method: 'POST', url: `/api/v1/batch${query}`, headers, payload });
}

function linesOf(body: string): Record<string, unknown>[] {
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const model = { name: testModel.name, sha256: testModel.sha256 };
const ndjson = 'application/x-ndjson';

describe('POST /api/v1/batch', () => {
  it('answers JSON lines row by row, with their ids, mistakes in their places, and a summary', async () => {
    const server = await start({ maximumTextCharacters: 100 });
    const input = [
      '{"text": "oo", "id": "a", "more": 1}',
      '"xx"',
      '',
      'nonsense',
      '[]',
      '{"id": 7}',
      '{"text": "", "id": 0}',
    ];
    const { statusCode, headers, body } = await send(
      server,
      `${ndjson}; charset=utf-8`,
      `${input.join('\r\n')}\n"${'o'.repeat(101)}"`,
    );
    expect([statusCode, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    expect(linesOf(body)).toMatchObject([
      { row: 1, id: 'a', ...predictionOf('oo') },
      { row: 2, ...predictionOf('xx') },
      { row: 3, error: { code: 'malformed-json' } },
      { row: 4, error: { code: 'wrong-type', message: expect.stringContaining('a list') } },
      { row: 5, id: 7, error: { code: 'wrong-type', message: expect.stringContaining('missing') } },
      { row: 6, id: 0, error: { code: 'empty-text' } },
      { row: 7, error: { code: 'text-too-long' } },
      { summary: { rows: 7, predicted: 2, failed: 5, labels: { negative: 1, positive: 1 }, model } },
    ]);
  });

  it('answers the neighbours of a text that breaks the model, or has no word', async () => {
    const { body } = await send(await start(), 'text/plain', 'oo\ncrash\n...\nxx\n');
    expect(linesOf(body)).toMatchObject([
      { row: 1, label: 'positive' },
      { row: 2, error: { code: 'internal-error', message: expect.not.stringContaining('runtime') } },
      { row: 3, error: { code: 'empty-text' } },
      { row: 4, label: 'negative' },
      { summary: { rows: 4, predicted: 2, failed: 2 } },
    ]);
  });

  it('finds the text of a table by its usual name or by the one that is given', async () => {
    const server = await start();
    const table = 'number,review,title\r\n1,"oo, ""oo""",xx\r\n2,ragged\r\n';
    expect(linesOf((await send(server, 'text/csv', table)).body)).toMatchObject([
      { row: 1, ...predictionOf('oo, "oo"') },
      { row: 2, error: { code: 'damaged-data' } },
      { summary: { rows: 2 } },
    ]);
    const tsv = table.replaceAll(',', '\t');
    const named = await send(server, 'text/tab-separated-values', tsv, { query: '?textColumn=title' });
    expect(linesOf(named.body)[0]).toMatchObject(predictionOf('xx'));
    const withIds = await send(server, 'text/csv', 'ID,text\n a7 ,oo\n,xx\nb8,\n');
    expect(linesOf(withIds.body)).toMatchObject([
      { row: 1, id: 'a7', label: 'positive' },
      { row: 2, label: 'negative' },
      { row: 3, id: 'b8', error: { code: 'empty-text' } },
      { summary: { rows: 3 } },
    ]);
    const missing = await send(server, 'text/csv', table, { query: '?textColumn=nope' });
    expect([missing.statusCode, JSON.parse(missing.body).error.code]).toEqual([400, 'missing-column']);
  });

  it('reads what is not UTF-8 with marks in its place, and says in how many', async () => {
    const body = Buffer.from('oo \xe9\noo\n', 'latin1');
    const rows = linesOf((await send(await start(), 'text/plain', body)).body);
    expect(rows).toMatchObject([{ row: 1, replaced: 1 }, { row: 2 }, { summary: { predicted: 2 } }]);
    expect(rows[1]).not.toHaveProperty('replaced');
    const json = Buffer.from('{"text": "oo \xe9"}\n', 'latin1');
    expect(linesOf((await send(await start(), ndjson, json)).body)[0]).toMatchObject({ replaced: 1 });
    const table = await send(await start(), 'text/plain', body, { accept: 'text/csv' });
    const cells = table.body.split('\r\n').map((line) => line.split(',').at(-2));
    expect(cells.slice(0, 3)).toEqual(['replaced', '1', '']);
  });

  it('names the model in the headers of every answer, whatever letters its name has', async () => {
    for (const accept of [ndjson, 'text/csv']) {
      const { headers } = await send(await start(), ndjson, '"oo"\n', { accept });
      expect(headers).toMatchObject({
        'x-reelsense-model': testModel.name,
        'x-reelsense-model-sha256': testModel.sha256,
      });
    }
    const server = await testServer({}, failing(), undefined, undefined, { ...testModel, name: 'films été' });
    servers.push(server);
    const { statusCode, headers } = await send(server, ndjson, '"oo"\n');
    expect([statusCode, headers['x-reelsense-model']]).toEqual([200, 'films%20%C3%A9t%C3%A9']);
  });

  it('writes CSV that no spreadsheet runs', async () => {
    const { headers, body } = await send(
      await start(),
      ndjson,
      '{"text": "oo", "id": "=1+1"}\n{"text": 5, "id": "a,b"}\n',
      {
        accept: 'text/csv',
      },
    );
    expect(headers['content-type']).toMatch(/^text\/csv/);
    expect(body.split('\r\n')).toEqual([
      'row,id,label,probability,score negative,score positive,tokens,unknown,truncated,replaced,error',
      "1,'=1+1,positive,1,0,1,1,0,false,,",
      '2,"a,b",,,,,,,,,"wrong-type: The text is a number; it must be a string."',
      '',
    ]);
  });

  it('answers an empty body with a summary of nothing', async () => {
    expect(linesOf((await send(await start(), ndjson, '')).body)).toEqual([
      { summary: { rows: 0, predicted: 0, failed: 0, labels: { negative: 0, positive: 0 }, model } },
    ]);
  });

  it('takes a text to the limit however its JSON is escaped, and no number for an id that would not come back', async () => {
    const server = await start({ maximumTextCharacters: 200_000 });
    const lines = [`{"text": "${'\\u0434'.repeat(200_000)}"}`, '{"text": "oo", "id": 1234567890123456789}'];
    const { body } = await send(server, ndjson, [...lines, '{"text": "oo", "id": 1e999}'].join('\n'));
    const [long, large, infinite] = linesOf(body);
    expect(long).toMatchObject({ row: 1, label: 'negative' });
    for (const answer of [large, infinite])
      expect(answer).toMatchObject({
        error: { code: 'wrong-type', message: expect.stringContaining('as a string') },
      });
  });

  it('says which types it takes, and which column is missing even where the first row is bad', async () => {
    const server = await start();
    for (const type of ['application/json', 'text/csv; charset=latin1']) {
      const { statusCode, body } = await send(server, type, '{"text": "oo"}');
      expect([statusCode, JSON.parse(body).error.message]).toEqual([
        415,
        expect.stringContaining('text/csv'),
      ]);
    }
    for (const accept of ['text/csv', ndjson]) {
      const { statusCode, body } = await send(server, 'text/csv', 'a,b\n1\n2,x\n', { accept });
      expect([statusCode, JSON.parse(body).error.code]).toEqual([400, 'missing-column']);
    }
  });

  it('refuses what is no text at all', async () => {
    const { statusCode, body } = await send(await start(), ndjson, Buffer.from('\ufeff"oo"\n', 'utf16le'));
    expect([statusCode, JSON.parse(body).error.code]).toEqual([400, 'damaged-data']);
  });

  it('gives many rows in their order', async () => {
    const texts = Array.from({ length: 3000 }, (_, row) => `${'o '.repeat(row % 9)}x ${row}`);
    const { body } = await send(await start({ threads: 1 }), 'text/plain', texts.join('\n'));
    const lines = linesOf(body);
    expect(lines).toHaveLength(3001);
    texts.forEach((text, index) => {
      expect(lines[index]).toEqual({ row: index + 1, ...predictionOf(text) });
    });
  });
});

/** A request whose body is written piece by piece, in chunked coding, and whose answer is read when the test wants. */
async function open(server: Server) {
  const { port } = await server.listen();
  let received = '';
  let closed = false;
  const socket: Socket = connect(port, '127.0.0.1');
  socket.on('data', (chunk) => {
    received += chunk.toString();
  });
  socket
    .on('error', () => undefined)
    .on('close', () => {
      closed = true;
    });
  socket.write(
    `POST /api/v1/batch HTTP/1.1\r\nHost: x\r\nContent-Type: ${ndjson}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  return {
    socket,
    write: (text: string) => socket.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`),
    end: () => socket.write('0\r\n\r\n'),
    received: () => received,
    isClosed: () => closed,
  };
}

describe('a stream', () => {
  it('is answered while it goes on', async () => {
    const stream = await open(await start());
    stream.write('"oo"\n');
    await eventually(() => stream.received().includes('"row":1'));
    stream.write('"xx"\n');
    await eventually(() => stream.received().includes('"row":2'));
    expect(stream.received()).not.toContain('summary');
    stream.end();
    await eventually(() => stream.received().includes('"rows":2'));
    stream.socket.destroy();
  });

  it('is read no faster than it is answered and the answer is taken', async () => {
    const runner = new TestRunner();
    runner.hold();
    const stream = await open(await start({}, runner));
    const line = `"${'o'.repeat(1000)}"\n`;
    let blocked = 0;
    for (let megabytes = 0; megabytes < 60 && blocked < 5; megabytes++) {
      blocked = stream.write(line.repeat(1000)) ? 0 : blocked + 1;
      await sleep(10);
    }
    await sleep(100);
    expect(stream.socket.bytesWritten - stream.socket.writableLength).toBeLessThan(30_000_000);
    expect(blocked).toBe(5);
    stream.socket.destroy();
  });

  it('whose client has left costs no more work', async () => {
    const runner = new TestRunner();
    const server = await start({ maximumBatchStreams: 1 }, runner);
    runner.hold();
    const stream = await open(server);
    stream.write('"oo"\n'.repeat(500));
    await eventually(() => runner.calls.length === 1);
    stream.socket.destroy();
    await sleep(100);
    runner.release();
    await sleep(50);
    expect(runner.calls).toHaveLength(1);
    expect((await send(server, ndjson, '"oo"\n')).statusCode).toBe(200); // its place is free again
  });

  it('on which nothing comes is ended with why, and without a summary', async () => {
    const stream = await open(await start({ streamIdleTimeout: 100 }));
    stream.write('"oo"\n');
    await eventually(() => stream.received().includes('client-too-slow'));
    expect(stream.received()).toMatch(/"row":1.*\{"error":\{"code":"client-too-slow"/s);
    expect(stream.received()).not.toContain('summary');
    stream.socket.destroy();
  });

  it('may last longer than any time-out of a request, as long as it moves', async () => {
    const stream = await open(
      await start({ headersTimeout: 60, requestTimeout: 60, streamIdleTimeout: 1000 }),
    );
    for (let row = 0; row < 8; row++) {
      stream.write('"oo"\n');
      await sleep(40);
    }
    stream.end();
    await eventually(() => stream.received().includes('"rows":8'));
    stream.socket.destroy();
  });

  it('is given up when its client takes nothing of the answer', async () => {
    const runner = new TestRunner();
    const server = await start({ maximumBatchStreams: 1, streamIdleTimeout: 300 }, runner);
    const stream = await open(server);
    stream.socket.pause();
    const row = `{"id": "${'i'.repeat(1000)}", "text": "oo"}\n`;
    stream.write(row.repeat(30_000)); // more than what lies between the two holds
    const place = async () => (await send(server, ndjson, '"oo"\n')).statusCode;
    await eventually(() => runner.calls.length > 0);
    expect(await place()).toBe(429);
    await expect.poll(place, { timeout: 4500, interval: 50 }).toBe(200);
    stream.socket.resume();
    await eventually(stream.isClosed);
    expect(stream.received()).not.toContain('summary');
    stream.socket.destroy();
  });

  it('is not cut off while a server without a thread makes it wait, however long', async () => {
    const runners = [new TestRunner()];
    const [mortal] = runners;
    const startRunner = async () => runners.shift() ?? Promise.reject(new Error('no memory'));
    const settings = resolveSettings({
      ...{ port: 0, threads: 1, headersTimeout: 50, requestTimeout: 50, answerTimeout: 50 },
      streamIdleTimeout: 50,
    });
    const server = await assembleServer({ model: testModel, startRunner }, settings);
    servers.push(server);
    const stream = await open(server);
    mortal!.die();
    stream.write('"oo"\n');
    stream.end();
    await sleep(6000); // the connections of others are cut off after 5.1 s
    expect(stream.isClosed()).toBe(false);
    runners.push(new TestRunner());
    await eventually(() => stream.received().includes('"rows":1'));
    stream.socket.destroy();
  });

  it('is told when the server stops', async () => {
    const server = await start();
    const stream = await open(server);
    stream.write('"oo"\n');
    await eventually(() => stream.received().includes('"row":1'));
    const closing = server.close();
    stream.write('"xx"\n');
    await eventually(() => stream.received().includes('"stopping"') || stream.isClosed());
    expect(stream.received()).not.toContain('summary');
    await closing;
  });
});
