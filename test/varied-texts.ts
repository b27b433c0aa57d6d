/** Texts for tests: reviews written for this project, and seeded compositions of everything that breaks tokenisers. */

import { Random } from '../src/random/index.js';

const sentences = [
  "I didn't expect much, but this one won me over within ten minutes.",
  "It's not a bad film; it just isn't a good one either.",
  'What a waste of two hours!!! The plot goes nowhere and neither do the actors.',
  'Sooooo funny... my whole row was crying with laughter :-)',
  '<br /><br />The photography, however, is stunning: every frame a painting.',
  "The director's cut runs 2h 45min & still feels too short. 9/10",
  'Avoid. AVOID. Avoid!',
  "I'd've walked out, but my friends wouldn't let me :(",
  'Well-acted, well-shot and well-nigh unwatchable -- how did they manage that?',
  'The “twist” isn’t one – anybody who’s seen a thriller will guess it…',
  'He said: "You\'ll love it". I did not; in fact I can\'t remember a duller evening.',
  "Rock'n'roll, o'clock, ma'am, y'all, 'tis and the dogs' dinner.",
  'Rating: ***½ / ***** (or 7.5 out of 10, give or take 0.5).',
  'See https://example.org/reviews?id=42&page=3#top or write to critic@example.org <3',
  'The score swells, the rain falls, and somehow I <i>cared</i>.',
  'Un café à Montréal, une scène naïve, ein schöner Schluß, señor.',
  'Отличный фильм! Ужасная музыка.',
  'Η ΤΑΙΝΙΑ ΉΤΑΝ ΚΑΛΉΣ ΠΟΙΌΤΗΤΑΣ',
  '这部电影很好看。とても面白かった！ 재미있었다',
  'फ़िल्म बहुत अच्छी थी। ภาพยนตร์ดีมาก',
  'كان الفيلمُ رائعًا جدًا، لكنّه طويل.',
];

// biome-ignore format: a line for each kind of piece
const hostilePieces = [
  ' ', '  ', '\n', '\r\n', '\t', '\u0085', '\u2028', '\u2029', '\u00A0', '\u3000', '\v', '\f', '\u1680',
  '\0', '\x07', '\x1B', '\x7F', '\u0091', '\u0096', '\u00AD',
  '<', '<<<<', '>', '</', '<br', '<br/>', '<BR>', '<b>x', '<a href="#">', '<!-- -->', '< br >', '<3', '<33', '<３',
  '&', '&amp;', '&amp;lt;', '&AMP;', '&lt;br&gt;', '&quot;', '&#39;', '&#x27;', '&nbsp;', '&eacute;', '&#', '&;',
  "'", "''", "'s", "'S", "'t", "n't", "'ll", "'re", "'ve", "'d", "'m", "'sx", '’', '‘', '`', '´', 'ʼ', '′', '＇', '"', '“', '„', '«', '″',
  '.', '..', '...', '.....', '…', '!', '!!!!', '?!?!', '--', '—', '-', '*', '*******', ':', ':)', ':-(', ';-)', '=(', '=', ';', '/', '_', '__proto__', '#', '##', '[', ']', '[CLS]', '[PAD]', '[unk]', '$&', '$1', '\\', '%',
  'a', 'aaa', 'AAAA', 'good', 'GOOD', 'Bad', 'constructor', 'toString', '1', '10', '3.14', '1,000', '²', '½', '¼', 'Ⅷ', '①', '٣',
  'İ', 'ı', 'I', 'i', 'ß', 'ẞ', 'ſ', 'ﬁ', 'Σ', 'ς', 'σ', 'ΑΣ', 'Å', 'Å', 'é', 'e\u0301', 'ñ', 'й', 'ё', 'ǆ', 'ᾳ', 'Ω',
  '\u0301', '\u0301\u0316\u0301\u0316', '\u0345', '\u034F', '\u0338', '\u20E3', '\u05B0', '\u05BF', '\u064B', '\u0651', '\u093C', '\u094D', '\u0E31', '\u0E48', '\u3099', '\u309A', '\uFF9E', '\uFF9F', '\u0F71', '\u0F72', '\u1D165',
  '\u200B', '\u200C', '\u200D', '\u200E', '\u200F', '\u202E', '\u2066', '\u2069', '\u2060', '\uFEFF', '\uFE0F', '\u{E0101}', '\u{E0062}', '\u180E', '\u115F', '\u1160', '\u3164', '\uFFA0', '\u2800', '\uFFFD', '\uFFFC',
  'Ｇｏｏｄ', '！', '＜ｂ＞', '＆ａｍｐ；', '｀', '中', '文字', 'か', 'カ', 'ｶ', '々', '한', '\u1112\u1161\u11AB', '\u1100', '\u1161', 'ㅏ', 'ㄱ', '\u{20000}', '豈', '\u{2F800}',
  'ا', 'لا', 'ﷺ', 'שלום', 'हिन्दी', 'ไทย', 'ำ', '\u09C7\u09BE', '𝐁𝐨𝐥𝐝', '𝔘', '𐐀', '𐐨', '\u{1E900}', '\u{10FFFF}', '\uE000', '\u{F0000}',
  '😀', '👍🏽', '👨‍👩‍👧', '🏳️‍🌈', '1️⃣', '❤️', '🇩🇪', '☺', '™', '℃', '№', '\uD83D', '\uDE00', '\uD800\uD800', '\uDFFF',
  'https://', 'www.', '.com', '@', 'x'.repeat(200), 'ab'.repeat(120), `e${'\u0301'.repeat(50)}`, '\u05B0'.repeat(9),
];

/**
 * Varied texts: sentences, joined sentences, sentences with hostile pieces inside, and hostile pieces alone.
 * @param count how many; the same `seed` gives the same texts.
 */
export function variedTexts(count: number, seed: number): string[] {
  const random = new Random(seed);
  const pick = (list: readonly string[]): string => list[random.integer(list.length)]!;
  const many = (most: number, make: () => string): string =>
    Array.from({ length: 1 + random.integer(most) }, make).join('');
  const kinds: (() => string)[] = [
    () => pick(sentences),
    () => many(30, () => `${pick(sentences)}${pick([' ', '\n', '<br /><br />', ''])}`),
    () =>
      many(4, () => {
        const sentence = pick(sentences);
        const at = random.integer(sentence.length + 1);
        return sentence.slice(0, at) + pick(hostilePieces) + sentence.slice(at);
      }),
    () => many(12, () => pick(hostilePieces)),
    () => many(60, () => pick(hostilePieces)),
    () => many(40, () => String.fromCodePoint(random.integer(random.integer(2) ? 0x3000 : 0x110000))),
  ];
  const all = [...sentences, ...hostilePieces, '', ' '];
  return Array.from({ length: count }, (_, i) => all[i] ?? kinds[i % kinds.length]!());
}
