import { afterEach, describe, expect, it, vi } from 'vitest';
import { prediction } from './results.test-support.js';
import { type RowAnswer, sendRows } from './send-rows.js';

const summary = JSON.stringify({ summary: { model: { sha256: 'abc' } } });
const row = (number: number) => JSON.stringify({ row: number, ...prediction(0.9, number) });
const failed = JSON.stringify({ row: 2, error: { code: 'empty-text', message: 'empty' } });

/** The answer in pieces of seven bytes. */
function answering(...lines: string[]) {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
      controller.close();
    },
  });
  const asked = vi.fn(async (_path: string, _init: RequestInit) => new Response(body));
  vi.stubGlobal('fetch', asked);
  return asked;
}

async function send(texts: readonly string[]) {
  const answers: [number, RowAnswer][] = [];
  const { signal } = new AbortController();
  const model = sendRows(texts, { signal, onAnswer: (...answer) => answers.push(answer) });
  return { answers, outcome: await model.catch((error: unknown) => error) };
}

describe('one question', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('sends a text a line and tells each answer in order', async () => {
    const asked = answering(row(1), failed, summary);
    const { answers, outcome } = await send(['a\nb', '']);
    expect(outcome).toBe('abc');
    expect(answers).toMatchObject([
      [0, { prediction: { label: 'positive', tokens: { total: 1 } } }],
      [1, { failure: { code: 'empty-text' } }],
    ]);
    expect(asked.mock.calls[0]![1].body).toBe('"a\\nb"\n""\n');
  });

  it.each([
    ['without its last line', [row(1), row(2)]],
    ['with rows missing', [row(1), summary]],
    ['out of order', [row(2), row(1), summary]],
    ['that is no JSON', [row(1), '<html>']],
    ['that ends with a mistake', [row(1), JSON.stringify({ error: { code: 'internal', message: 'oh' } })]],
  ])('takes an answer %s for broken, to be asked for again', async (_name, lines) => {
    answering(...lines);
    expect((await send(['a', 'b'])).outcome).toMatchObject({ code: 'incomplete', retryAfter: 1000 });
  });
});
