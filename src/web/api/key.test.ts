import { afterEach, describe, expect, it, vi } from 'vitest';
import { ask } from './client.js';
import { keyProblem, storeKey } from './key.js';

afterEach(() => vi.unstubAllGlobals());

/** The header of a question that is asked while the browser keeps this key. */
async function headerWith(stored: string | null, path = '/'): Promise<string | null> {
  let sent = new Headers();
  vi.stubGlobal('document', { baseURI: 'https://films.example/many' });
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => (name === `reelsense-key ${path}` ? stored : null),
  });
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    sent = new Headers(init.headers);
    return new Response('{}');
  });
  await ask('api/v1/model');
  return sent.get('authorization');
}

describe('a key', () => {
  it('goes with every question', async () => {
    expect(await headerWith('abc-123_~')).toBe('Bearer abc-123_~');
    expect(await headerWith(null)).toBeNull();
  });

  it('goes to the server that it was typed for, not to another under a path of the same host', async () => {
    expect(await headerWith('abc', '/tools/')).toBeNull();
  });

  it.each(['abc\u200b', '\u201cabc\u201d', 'a b', ''])(
    'that no header can hold is taken as none: %j',
    async (stored) => {
      expect(await headerWith(stored)).toBeNull();
    },
  );

  it.each([
    ['abc\u200b', 'Character 4 of the key (U+200B)'],
    ['\u201cabc\u201d', 'Character 1 of the key (U+201C)'],
    ['a b', 'Character 2 of the key (U+0020)'],
    ['', 'The key is empty'],
  ])('that no header can hold is refused with the place: %j', (key, said) => {
    expect(keyProblem(key)).toContain(said);
  });

  it('that was just typed goes with every question, also where the browser keeps nothing', async () => {
    const blocked = () => {
      throw new DOMException('Storage is switched off.', 'SecurityError');
    };
    vi.stubGlobal('sessionStorage', { getItem: blocked, setItem: blocked });
    storeKey('typed');
    expect(await headerWith(null)).toBe('Bearer typed');
    expect(await headerWith('another')).toBe('Bearer typed');
  });

  it('of visible characters of ASCII is taken', () => {
    expect(keyProblem('!~abc-123_')).toBeUndefined();
  });
});
