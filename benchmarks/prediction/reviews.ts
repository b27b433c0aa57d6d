/** The texts that prediction is measured on: real reviews where the archive is there, else the sample's, joined to their length. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDataset } from '../../src/datasets/index.js';
import { Random } from '../../src/random/index.js';
import { root } from '../root.js';

export interface Reviews {
  readonly texts: readonly string[];
  /** Which texts they are, in words. */
  readonly source: string;
}

/** The archive's place beside the checkout; REELSENSE_DATA names another. */
const archive = process.env.REELSENSE_DATA ?? join(root, '..', 'shared', 'data', 'aclImdb_v1.tar.gz');

/** `count` texts, the same each time. */
export async function readReviews(count: number): Promise<Reviews> {
  if (existsSync(archive)) {
    const { test } = await readDataset(archive);
    const texts = Array.from({ length: count }, (_, i) => test[Math.floor((i * test.length) / count)]!.text);
    return { texts, source: `${count} of the ${test.length} official test reviews` };
  }
  const { train, test } = await readDataset(join(root, 'data', 'sample-reviews.csv'));
  const samples = [...train, ...test].map(({ text }) => text);
  const random = new Random(1);
  const texts = Array.from({ length: count }, () => joinedTo(reviewLength(random), samples, random));
  return { texts, source: `${count} texts joined from data/sample-reviews.csv to the length of reviews` };
}

/** A review of so many words, cut from the texts one after the other. */
export function reviewOfWords(words: number, texts: readonly string[]): string {
  const all: string[] = [];
  for (const text of texts) {
    all.push(...text.split(/\s+/).filter((word) => word !== ''));
    if (all.length >= words) break;
  }
  return all.slice(0, words).join(' ');
}

/** Characters: log-normal, as IMDB's reviews are (median about 970, mean 1,300). */
function reviewLength(random: Random): number {
  return Math.min(12_000, Math.round(970 * Math.exp(0.75 * random.normal())));
}

function joinedTo(length: number, samples: readonly string[], random: Random): string {
  let text = '';
  while (text.length < length) text += `${text === '' ? '' : ' '}${samples[random.integer(samples.length)]}`;
  return text;
}
