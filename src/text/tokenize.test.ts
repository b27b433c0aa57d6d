import { describe, expect, it } from 'vitest';
import { Random } from '../random/index.js';
import { clean, tokenize, tokenizeWithOffsets } from './index.js';

const words = (text: string): string => tokenize(text).join(' ');

describe('tokenize', () => {
  it.each([
    ['reads tags as a space', 'Great.<br /><br />Really<b>great</b><!-- x -->!', 'great . really great !'],
    ['keeps a "<" that opens no tag', 'a < b <<<< <3 <33', 'a < b < < < < <3 < 33'],
    ['keeps a negation in its word', "I don't, can't and wouldn't've", "i don't , can't and wouldn't 've"],
    ['cuts other suffixes off', "It's what they'll say I'm", "it 's what they 'll say i 'm"],
    [
      'keeps other inner apostrophes',
      "rock'n'roll at eight o'clock 'tis",
      "rock'n'roll at eight o'clock ' tis",
    ],
    ['keeps runs of marks and emoticons', 'Wow!! What?... :) ;-( *** --', 'wow !! what ? ... :) ;-( *** --'],
    ['bounds repetition', 'Sooooo looong!!!!!! ******** ......', 'soo loong !!! ***** ...'],
    ['keeps numbers apart from marks', '8/10, 7.5 or the 80s', '8 / 10 , 7 . 5 or the 80s'],
    [
      'reads entities once',
      'Tom &amp; Jerry &quot;x&quot; don&#39;t &amp;lt;',
      'tom & jerry " x " don\'t & lt ;',
    ],
    ['folds typographic quotes and dashes', '“Don’t” – don´t — don`t…', "\" don't \" - don't - don't ..."],
    [
      'reads Windows-1252 punctuation',
      'good\u0085 don\u0092t \u0096 \u0093x\u0094',
      'good ... don\'t - " x "',
    ],
    ['reads full-width letters', 'Ｎｏｔ　ｇｏｏｄ！', 'not good !'],
    ['drops accents', 'Café NAÏVE İstanbul e\u0301t\u00E9 b\u0338a\u0336d', 'cafe naive istanbul ete bad'],
    ['knows one sigma', 'ΚΑΛΌΣ καλός', 'καλοσ καλοσ'],
    ['takes ideographs and emoji one by one', '很好abc 👍🏽👨‍👩‍👧', '很 好 abc 👍 👨 👩 👧'],
    ['drops nothing as a stop word', 'not the and of', 'not the and of'],
    ['makes no special token', '[PAD] [CLS]', '[ pad ] [ cls ]'],
    ['finds nothing in white space', ' \t\r\n\u00A0\u2028', ''],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toBe(expected);
  });

  it('gives the same tokens whatever invisible characters stand between', () => {
    const invisible = [
      '\u200B',
      '\u200D',
      '\u202E',
      '\u2066',
      '\uFEFF',
      '\0',
      '\x1B',
      '\uD800',
      '\uDC00',
      '\uFE0F',
    ];
    invisible.push(
      '\u00AD',
      '\u2060',
      '\u{E0101}',
      '\u180E',
      '\u034F',
      '\u0000\u200F',
      '\u3164',
      '\u{E0062}',
    );
    const text = 'It\'s not "bad" &amp; I don\'t <br /> regret it... sooooo good :-) 9/10 – é';
    const random = new Random(1);
    for (let round = 0; round < 500; round++) {
      const hidden = Array.from(text, (character) =>
        random.uniform() < 0.5 ? character + invisible[random.integer(invisible.length)] : character,
      ).join('');
      expect(words(hidden)).toBe(words(text));
    }
  });

  it('bounds a chain of combining marks', () => {
    expect(clean(`\u05D0${'\u05B0\u05BF'.repeat(1000)}`).length).toBeLessThan(8);
  });

  it('changes nothing when cleaning twice', () => {
    const text = 'Sooooo <b>GOOD</b> ﷺ Ǆ ½ \uFF9E\uFF76 한 ẛ̣ Ω ﬃ';
    expect(clean(clean(text))).toBe(clean(text));
  });
});

describe('tokenizeWithOffsets', () => {
  it('points to the text that the user sees', () => {
    const text = 'A\u200B <br />Sooooo ﬁne, ＧＯＯＤ!!!!! Don’t&nbsp;miss Cafe\u0301 👍🏽 İt';
    const spans = tokenizeWithOffsets(text);
    expect(spans.map(({ token, start, end }) => [token, text.slice(start, end)])).toEqual([
      ['a', 'A\u200B'],
      ['soo', 'Sooooo'],
      ['fine', 'ﬁne'],
      [',', ','],
      ['good', 'ＧＯＯＤ'],
      ['!!!', '!!!!!'],
      ["don't", 'Don’t'],
      ['miss', 'miss'],
      ['cafe', 'Cafe\u0301'],
      ['👍', '👍🏽'],
      ['it', 'İt'],
    ]);
  });
});

describe('time', () => {
  const pieces: [name: string, piece: string][] = [
    ['"<"', '<'],
    ['opened tags', '<a'],
    ['spaces', ' '],
    ['line breaks', '\r\n'],
    ['combining marks', '\u0301\u0316'],
    ['marks that must be reordered', '\u05BF\u05B0'],
    ['half-width sound marks', '\uFF9E\u093C'],
    ['the letter a', 'a'],
    ['one endless word', "ab'"],
    ['opened entities', '&am'],
    ['full stops', '.'],
    ['lone surrogates', '\uD83D'],
    ['ideographs', '很'],
    ['ligatures that grow', '\uFDFA'],
  ];
  const seconds = (text: string, work: (text: string) => unknown): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 2; run++) {
      const start = performance.now();
      work(text);
      best = Math.min(best, (performance.now() - start) / 1000);
    }
    return best;
  };

  it.each(pieces)('grows no faster than the text: %s', (_, piece) => {
    for (const work of [tokenize, tokenizeWithOffsets]) {
      const long = piece.repeat(Math.ceil(2 ** 19 / piece.length)); // 512 Ki units, 16 times the short one
      const short = seconds(long.slice(0, 2 ** 15), work);
      expect(seconds(long, work)).toBeLessThan(16 * 5 * Math.max(short, 0.004)); // quadratic: 16 * 16
    }
  });

  it('reads 1 MiB of one opened tag in well under a second', () => {
    expect(seconds(`<a${'b '.repeat(2 ** 19)}`, tokenize)).toBeLessThan(1);
  });
});
