import { afterEach, describe, expect, it, vi } from 'vitest';
import { askServer } from './ask-server.js';
import { percent } from './result-view.js';

const { signal } = new AbortController();

function answerWith(response: Response | Error) {
  const fetch = vi.fn(async (_url: string, _request: RequestInit) => {
    if (response instanceof Error) throw response;
    return response;
  });
  vi.stubGlobal('fetch', fetch);
  return fetch;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('asking the server', () => {
  it('sends the text as JSON and gives the first prediction', async () => {
    const fetch = answerWith(Response.json({ model: {}, predictions: [{ label: 'positive' }] }));
    expect(await askServer('a "film"', signal)).toEqual({ label: 'positive' });
    expect(fetch).toHaveBeenCalledWith(
      '/api/v1/predict',
      expect.objectContaining({ body: '{"text":"a \\"film\\""}' }),
    );
  });

  it('passes on what the server says of a refused text', async () => {
    answerWith(Response.json({ error: { code: 'text-too-long', message: 'Too long.' } }, { status: 413 }));
    await expect(askServer('x', signal)).rejects.toMatchObject({
      message: 'Too long.',
      retryAfter: undefined,
    });
  });

  it('knows when a busy server wants to be asked again', async () => {
    const body = { error: { code: 'busy', message: 'Busy.' } };
    answerWith(Response.json(body, { status: 429, headers: { 'retry-after': '2' } }));
    await expect(askServer('x', signal)).rejects.toMatchObject({ message: 'Busy.', retryAfter: 2000 });
  });

  it('says that a server is not there, or speaks no JSON', async () => {
    answerWith(new TypeError('fetch failed'));
    await expect(askServer('x', signal)).rejects.toThrow('cannot be reached');
    answerWith(new Response('<html>', { status: 502 }));
    await expect(askServer('x', signal)).rejects.toThrow('no readable answer');
  });
});

describe('a percentage', () => {
  it.each([
    [0.5, '50.0 %'],
    [0.93449, '93.4 %'],
    [1, '> 99.9 %'],
    [0.9999, '> 99.9 %'],
    [0.0004, '< 0.1 %'],
  ])('of %d is %s, as the server writes it', (probability, shown) => {
    expect(percent(probability)).toBe(shown);
  });
});
