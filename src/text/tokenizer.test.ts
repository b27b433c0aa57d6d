import { describe, expect, it } from 'vitest';
import { START_ID, Tokenizer, UNKNOWN_ID, Vocabulary } from './index.js';

const vocabulary = new Vocabulary(['good', 'film', 'a', '__proto__', '7']);
const tokenizer = new Tokenizer(vocabulary, { maximumLength: 4 });

/** The two files as they would be read back, with one change. */
function files(change: (tokenizer: Record<string, unknown>, configuration: Record<string, unknown>) => void) {
  const { tokenizer: json, configuration } = JSON.parse(JSON.stringify(tokenizer.toJson()));
  change(json, configuration);
  return [json, configuration] as const;
}

describe('Tokenizer', () => {
  it('encodes with a start token and counts unknown words', () => {
    expect(tokenizer.encode('A bad film')).toEqual({
      ids: Int32Array.of(START_ID, 6, UNKNOWN_ID, 5),
      total: 3,
      used: 3,
      unknown: 1,
      truncated: false,
    });
  });

  it('cuts at the greatest length and counts unknown words only before the cut', () => {
    expect(tokenizer.encode('A good film, badly cut')).toEqual({
      ids: Int32Array.of(START_ID, 6, 4, 5),
      total: 6,
      used: 3,
      unknown: 0,
      truncated: true,
    });
  });

  it('makes room for texts of any length below the greatest', () => {
    const roomy = new Tokenizer(vocabulary, { maximumLength: 100_000 });
    for (const words of [1_022, 1_023, 1_024, 99_999, 3]) {
      const { ids, used, truncated } = roomy.encode('good '.repeat(words));
      expect(ids).toEqual(new Int32Array(words + 1).fill(4).fill(START_ID, 0, 1));
      expect([used, truncated]).toEqual([words, false]);
    }
    expect(roomy.encode('good '.repeat(100_000))).toMatchObject({ used: 99_999, truncated: true });
  });

  it('encodes a text without words as the start token alone', () => {
    expect(tokenizer.encode(' \n')).toEqual({
      ids: Int32Array.of(START_ID),
      total: 0,
      used: 0,
      unknown: 0,
      truncated: false,
    });
  });

  it('gives the places of the used tokens', () => {
    const { spans, ids } = tokenizer.encodeWithOffsets('A good film, badly cut');
    expect(ids).toEqual(tokenizer.encode('A good film, badly cut').ids);
    expect(spans).toEqual([
      { token: 'a', start: 0, end: 1 },
      { token: 'good', start: 2, end: 6 },
      { token: 'film', start: 7, end: 11 },
    ]);
  });

  it('gives every encoding ids of its own', () => {
    const first = tokenizer.encode('good film');
    tokenizer.encode('film film film');
    expect(first.ids).toEqual(Int32Array.of(START_ID, 4, 5));
  });

  it('refuses a greatest length that leaves no room for a word', () => {
    for (const maximumLength of [1, 2.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => new Tokenizer(vocabulary, { maximumLength })).toThrow(
        expect.objectContaining({ code: 'invalid-option' }),
      );
    }
  });
});

describe('Tokenizer.fromJson', () => {
  it('reads back what toJson gave', () => {
    const copy = Tokenizer.fromJson(...files(() => {}));
    expect(copy.vocabulary.tokens).toEqual(vocabulary.tokens);
    expect(copy.toJson()).toEqual(tokenizer.toJson());
    expect(copy.encode('a good film again')).toEqual(tokenizer.encode('a good film again'));
  });

  it.each<[string, Parameters<typeof files>[0]]>([
    ['another normaliser', (json) => Object.assign(json, { normalizer: { type: 'NFC' } })],
    ['added tokens', (json) => Object.assign(json, { added_tokens: [{ id: 9, content: 'x' }] })],
    ['another model', (json) => Object.assign(json, { model: { type: 'BPE', vocab: {}, merges: [] } })],
    ['a vocabulary that is no table', (json) => Object.assign(json.model!, { vocab: ['[PAD]'] })],
    ['no vocabulary', (json) => Object.assign(json.model!, { vocab: null })],
    ['an id twice', (json) => Object.assign((json.model as { vocab: object }).vocab, { film: 4 })],
    ['an id too high', (json) => Object.assign((json.model as { vocab: object }).vocab, { film: 99 })],
    [
      'an id that is no number',
      (json) => Object.assign((json.model as { vocab: object }).vocab, { film: '5' }),
    ],
    [
      'special tokens elsewhere',
      (json) => Object.assign((json.model as { vocab: object }).vocab, { '[PAD]': 4, good: 0 }),
    ],
    ['no greatest length', (_, configuration) => delete configuration.model_max_length],
    ['an endless length', (_, configuration) => Object.assign(configuration, { model_max_length: 1e30 })],
  ])('refuses %s', (_, change) => {
    const read = () => Tokenizer.fromJson(...files(change));
    expect(read).toThrow(expect.objectContaining({ name: 'ReelsenseError', code: 'damaged-model' }));
  });

  it('refuses what is no object at all', () => {
    for (const value of [null, undefined, 'x', 3, []]) {
      expect(() => Tokenizer.fromJson(value, value)).toThrow(
        expect.objectContaining({ code: 'damaged-model' }),
      );
    }
  });
});
