/** Requests over connections that are kept, with as little of its own as can be: what is measured is the server. */
import { Agent, type IncomingMessage, request } from 'node:http';

export interface Answer {
  /** 0 when the connection broke. */
  readonly status: number;
  readonly body: string;
  /** From the first byte sent to the last received. */
  readonly milliseconds: number;
}

export class Client {
  private readonly agent: Agent;

  /** @param url of the server  @param connections at the same time, at most */
  constructor(
    private readonly url: string,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  predict(texts: readonly string[]): Promise<Answer> {
    const body = texts.length === 1 ? { text: texts[0] } : { texts };
    return this.send('POST', '/api/v1/predict', 'application/json', JSON.stringify(body));
  }

  explain(text: string): Promise<Answer> {
    return this.send('POST', '/api/v1/explain', 'application/json', JSON.stringify({ text }));
  }

  /** As JSON lines, all of the body given at once. */
  batch(lines: string): Promise<Answer> {
    return this.send('POST', '/api/v1/batch', 'application/x-ndjson', lines);
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path, '', '');
  }

  close(): void {
    this.agent.destroy();
  }

  /** Never rejects. */
  private send(method: string, path: string, type: string, body: string): Promise<Answer> {
    const began = performance.now();
    const headers = body === '' ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve) => {
      const done = (status: number, text: string): void =>
        resolve({ status, body: text, milliseconds: performance.now() - began });
      const sent = request(
        `${this.url}${path}`,
        { method, agent: this.agent, headers },
        (answer: IncomingMessage) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => done(answer.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
          answer.on('error', () => done(0, ''));
        },
      );
      sent.on('error', () => done(0, ''));
      sent.end(body);
    });
  }
}
