import { describe, expect, it } from 'vitest';
import { tagsAsLineBreaks } from './clean.js';
import { MAXIMUM_SENTENCES, sentencesOf } from './sentences.js';

const sentencesIn = (text: string): string[] =>
  sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('sentencesOf', () => {
  it('leaves the space between sentences out, and parts without a sign', () => {
    const text = '  One. Two?\n\n  Three!  ';
    expect(sentencesIn(text)).toEqual(['One.', 'Two?', 'Three!']);
  });

  it('ends a sentence at each line break', () => {
    const text = 'A film\r\nby 2, e.g. this one.\u2028So\u0085 Fine! Yes.\rEnd';
    expect(sentencesIn(text)).toEqual(['A film', 'by 2, e.g. this one.', 'So\u0085', 'Fine!', 'Yes.', 'End']);
  });

  it('does not end one at a tag, but at the line break in its place', () => {
    const text = 'Sums of <10 and > 5.<br /><BR>Not bad.<p>Fine';
    expect(sentencesIn(tagsAsLineBreaks(text))).toEqual(['Sums of <10 and > 5.', 'Not bad.', 'Fine']);
  });

  it.each([
    ['it was bad. really bad.', ['it was bad.', 'really bad.']],
    ['it had no end. (none.) so dull', ['it had no end.', '(none.)', 'so dull']],
    ['Good film.I liked it.It has 2.5 stars', ['Good film.', 'I liked it.', 'It has 2.5 stars']],
    ['I saw it in 2004. never again', ['I saw it in 2004.', 'never again']],
    ['I liked it... but not the end', ['I liked it... but not the end']],
    ['Dr. No, e.g. the U.S.A. cut, vs. the book', ['Dr. No, e.g. the U.S.A. cut, vs. the book']],
    ['love, hate etc. and so on, etc. The end', ['love, hate etc. and so on, etc.', 'The end']],
    ['No best. Mr. Bean is', ['No best.', 'Mr. Bean is']],
  ])('reads %j', (text, sentences) => {
    expect(sentencesIn(text)).toEqual(sentences);
  });

  it('takes linear time on line breaks', () => {
    const text = 'A nice film. I liked it\n'.repeat(20_000);
    const start = performance.now();
    expect(sentencesOf(text).at(-1)!.end).toBe(text.length - 1);
    expect(sentencesOf(`so. ${' '.repeat(500_000)}a`)).toHaveLength(2);
    expect(performance.now() - start).toBeLessThan(2000); // about 100; as one piece it took 15,000
  });

  it('reads neighbours together where there are very many', () => {
    const text = 'Fine. '.repeat(1234);
    const sentences = sentencesOf(text);
    expect(sentences.length).toBeLessThanOrEqual(MAXIMUM_SENTENCES);
    expect(sentences[0]!.start).toBe(0);
    expect(sentences.at(-1)!.end).toBe(text.trimEnd().length);
  });
});
