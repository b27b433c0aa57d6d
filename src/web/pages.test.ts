import { describe, expect, it } from 'vitest';
import { pageOf, pages } from './pages.js';

describe('the page of an address', () => {
  it.each(['', '/tools/reelsense'])('is found under whatever path the server is served: %j', (path) => {
    for (const page of pages) {
      const { pathname } = new URL(page.path, `https://films.example${path}/`);
      expect(pageOf(pathname)).toBe(page);
      expect(new URL('./many', `https://films.example${pathname}`).pathname).toBe(`${path}/many`);
    }
  });

  it('is none where there is no page', () => {
    expect(pageOf('/docs')).toBeUndefined();
  });
});
