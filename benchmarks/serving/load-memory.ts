/** What a server's memory comes to: started, after much to predict, after explanations. docs/container.md advises by it. */
import { reviewOfWords } from '../prediction/reviews.js';
import { Client } from './client.js';
import { startServerProcess } from './server-process.js';

export interface LoadMemory {
  readonly threads: number;
  /** Resident, in MB. */
  readonly started: number | null;
  readonly predicted: number | null;
  readonly explained: number | null;
}

const clients = 4;
const requests = 4;
const textsOfRequest = 64;
const words = 300;

/** A server of its own for each number of threads: 4 clients, each 4 times 64 texts of 300 words, then 4 explanations of one at once. */
export async function loadMemory(model: string, texts: readonly string[]): Promise<LoadMemory[]> {
  const measured: LoadMemory[] = [];
  for (const threads of [1, 2]) {
    const server = await startServerProcess(model, threads);
    const client = new Client(server.url, clients);
    try {
      const started = server.memory();
      const text = reviewOfWords(words, texts);
      const many = Array.from({ length: textsOfRequest }, () => text);
      await together(async () => {
        for (let i = 0; i < requests; i++) requireAnswer(await client.predict(many));
      });
      const predicted = server.memory();
      await together(async () => requireAnswer(await client.explain(text)));
      measured.push({ threads, started, predicted, explained: server.memory() });
    } finally {
      client.close();
      await server.close();
    }
  }
  return measured;
}

/** Of all clients at once. */
async function together(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: clients }, work));
}

function requireAnswer({ status, body }: { readonly status: number; readonly body: string }): void {
  if (status !== 200) throw new Error(`the server answered ${status}: ${body.slice(0, 200)}`);
}
