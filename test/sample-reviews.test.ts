/** The labelled sample in data/: complete, balanced, varied, and free of repeats. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';

interface SampleReview {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  readonly split: string;
}

const path = fileURLToPath(new URL('../data/sample-reviews.csv', import.meta.url));
const reviews: readonly SampleReview[] = parse<SampleReview>(readFileSync(path, 'utf8'), { columns: true });

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

function wordTrigrams(text: string): Set<string> {
  const words = wordsOf(text);
  return new Set(words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`));
}

/** Jaccard index: shared members over all members; two empty sets share nothing. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const member of one) if (other.has(member)) shared += 1;
  const all = one.size + other.size - shared;
  return all === 0 ? 0 : shared / all;
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('data/sample-reviews.csv', () => {
  it('has the columns id, text, label and split, and at least 300 reviews', () => {
    expect(Object.keys(reviews[0] ?? {})).toEqual(['id', 'text', 'label', 'split']);
    expect(reviews.length).toBeGreaterThanOrEqual(300);
  });

  it('knows two labels and two splits', () => {
    expect([...new Set(reviews.map((review) => review.label))].sort()).toEqual(['negative', 'positive']);
    expect([...new Set(reviews.map((review) => review.split))].sort()).toEqual(['test', 'train']);
  });

  it('gives every review an id of its own', () => {
    expect(repeated(reviews.map((review) => review.id))).toEqual([]);
  });

  it('leaves no field empty', () => {
    const incomplete = reviews.filter((review) =>
      [review.id, review.text, review.label, review.split].some((field) => field.trim() === ''),
    );
    expect(incomplete).toEqual([]);
  });

  it.each(['train', 'test'])('holds as many positive as negative reviews in %s, within 2 %%', (split) => {
    const members = reviews.filter((review) => review.split === split);
    const positive = members.filter((review) => review.label === 'positive').length;
    expect(Math.abs(positive / members.length - 0.5)).toBeLessThanOrEqual(0.01);
  });

  it('keeps about a quarter for the test', () => {
    const share = reviews.filter((review) => review.split === 'test').length / reviews.length;
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.3);
  });

  it('ranges from a few words to long paragraphs, for both labels', () => {
    for (const label of ['negative', 'positive']) {
      const lengths = reviews.filter((review) => review.label === label).map((r) => wordsOf(r.text).length);
      expect(Math.min(...lengths)).toBeLessThanOrEqual(6);
      expect(Math.max(...lengths)).toBeGreaterThanOrEqual(100);
    }
  });

  it('shows commas, quotation marks and line breaks inside a field', () => {
    for (const mark of [',', '"', '\n']) {
      expect(reviews.some((review) => review.text.includes(mark))).toBe(true);
    }
  });

  it('repeats no review', () => {
    expect(repeated(reviews.map((review) => wordsOf(review.text).join(' ')))).toEqual([]);
  });

  it('opens no two reviews with the same five words', () => {
    expect(repeated(reviews.map((review) => wordsOf(review.text).slice(0, 5).join(' ')))).toEqual([]);
  });

  it('has no two reviews that share 30 % of their word triples', () => {
    const trigrams = reviews.map((review) => wordTrigrams(review.text));
    const similar: string[] = [];
    for (const [index, one] of trigrams.entries()) {
      for (const [before, other] of trigrams.slice(0, index).entries()) {
        if (overlap(one, other) >= 0.3) similar.push(`${reviews[before]?.id} ${reviews[index]?.id}`);
      }
    }
    expect(similar).toEqual([]);
  });
});

describe('data/short-texts.csv', () => {
  it('holds 96 sentences, each once, of both labels and every kind', () => {
    const file = fileURLToPath(new URL('../data/short-texts.csv', import.meta.url));
    const rows = parse<{ text: string; label: string; kind: string }>(readFileSync(file, 'utf8'), {
      columns: true,
    });
    const count = (values: readonly string[]) =>
      [...new Set(values)].map((value) => [value, values.filter((other) => other === value).length]);
    expect(repeated(rows.map(({ text }) => text))).toEqual([]);
    expect(count(rows.map(({ label }) => label))).toEqual([
      ['positive', 50],
      ['negative', 46],
    ]);
    expect(count(rows.map(({ kind }) => kind))).toEqual([
      ['plain', 24],
      ['not good', 22],
      ['not bad', 26],
      ['but', 14],
      ['comparison', 10],
    ]);
  });
});
