import { expect, it } from 'vitest';
import { checkText } from './text-limits.js';

it.each(['', 'plain', 'é', 'ß中', '😀', '\ud800', '\udc00x', 'a\ud83d', '\ud83d\ud83d\ude00'])(
  'counts the bytes of %j as an encoder does',
  (text) => {
    const bytes = new TextEncoder().encode(text).length;
    const limits = { maximumBytes: bytes, maximumCharacters: 100 };
    expect(() => checkText(text, limits)).not.toThrow();
    if (bytes > 0)
      expect(() => checkText(text, { ...limits, maximumBytes: bytes - 1 })).toThrow(`has ${bytes} bytes`);
  },
);
