/**
 * Facts about the Large Movie Review Dataset v1.0 (Maas et al., ACL 2011,
 * https://ai.stanford.edu/~amaas/data/sentiment/): where it is, its hash, its files.
 */

export interface ImdbArchive {
  readonly fileName: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

const publicArchive: ImdbArchive = {
  fileName: 'aclImdb_v1.tar.gz',
  url: 'https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz',
  bytes: 84_125_825,
  sha256: 'c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe',
};

/** Where the public archive is and how to recognise it. */
export function imdbArchive(): ImdbArchive {
  return publicArchive;
}

/** SHA-256 of the archives that are known to be whole: the public one, and the same reviews without bag-of-words files. */
export const knownArchives: ReadonlySet<string> = new Set([
  publicArchive.sha256,
  '15af10f4c0ef882fe32be4fb7d26f014d29e9edc7c0824bfe09dda8a4fc7010e',
]);

/** What {@link dataIdentity} knows as the movie reviews: the archives, and their folder as it is unpacked. */
const knownForms: ReadonlySet<string> = new Set([
  ...knownArchives,
  '61678277269cdc98a367b6a84c51119a8ceaeff2c34a343f43f00a05bbc424a5',
]);

/**
 * What a data set is recognised by: its SHA-256, and one and the same for every known form of the movie reviews, which have the same
 * reviews under the same ids.
 */
export function dataIdentity(sha256: string): string {
  return knownForms.has(sha256) ? publicArchive.sha256 : sha256;
}

/** How many reviews each folder of the archive holds. */
export const imdbCounts: Readonly<Record<string, number>> = {
  'train/neg': 12_500,
  'train/pos': 12_500,
  'train/unsup': 50_000,
  'test/neg': 12_500,
  'test/pos': 12_500,
};

/** The whole name of a review in the archive: groups are the id, its folder. */
export const imdbReviewName =
  /^aclImdb\/((train\/(?:neg|pos|unsup)|test\/(?:neg|pos))\/\d{1,6}_\d{1,2}\.txt)$/;

export const imdbName = 'Large Movie Review Dataset v1.0';
