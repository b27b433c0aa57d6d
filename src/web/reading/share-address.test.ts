import { describe, expect, it } from 'vitest';
import { fragmentOf, textOfFragment } from './share-address.js';

describe('the address of a text', () => {
  it.each([
    'A fine film.',
    'Ünïcode, "quotes", 100 % & #tags\nand lines — 映画 🎬',
    'A long review that says the same thing again and again. '.repeat(60),
    Array.from({ length: 400 }, (_, i) => String.fromCharCode(33 + ((i * 7919) % 90))).join(''),
  ])('gives the text back: %#', async (text) => {
    const fragment = await fragmentOf(text);
    expect(fragment).toMatch(/^#(text|packed)=[\x21-\x7e]*$/);
    expect(await textOfFragment(fragment)).toBe(text);
  });

  it('is packed for a long text, and much shorter then', async () => {
    const text = 'A long review that says the same thing again and again. '.repeat(60);
    const fragment = await fragmentOf(text);
    expect(fragment).toMatch(/^#packed=/);
    expect(fragment.length).toBeLessThan(text.length / 4);
  });

  it.each(['', '#', '#api', '#text=%', '#packed=!!!', '#packed=AAAA', '#packed=q1YK'])(
    'holds no text when it is %j',
    async (fragment) => {
      expect(await textOfFragment(fragment)).toBeUndefined();
    },
  );

  it('does not unpack without a bound', async () => {
    expect(await textOfFragment(await fragmentOf('a'.repeat(1_000_001)))).toBeUndefined();
  });
});
