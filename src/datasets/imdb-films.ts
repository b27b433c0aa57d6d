/**
 * Which film each review of the Large Movie Review Dataset is about. Beside the reviews stand lists of addresses,
 * `train/urls_pos.txt` and so on: line N (from 0) is the page of the film of the review `train/pos/N_*.txt`.
 */
import type { Example } from './dataset.js';

/** The whole name of a list of addresses in the archive: groups are the part and the folder that it tells about. */
export const imdbFilmListName = /^aclImdb\/(train|test)\/urls_(neg|pos|unsup)\.txt$/;

/** Largest size of such a list, in bytes; the longest has 2.5 MB. */
export const MAXIMUM_FILM_LIST_BYTES = 16 * 1024 ** 2;

/** Gives reviews the films that the lists tell. */
export class ImdbFilms {
  private readonly lists = new Map<string, string[]>();

  /** @param folder 'train/pos' for the list `train/urls_pos.txt` */
  addList(folder: string, content: string): void {
    this.lists.set(folder, content.split(/\r?\n/).map(filmOfAddress));
  }

  /** `examples` with their films as groups; a review that no list tells of has none. */
  grouped(examples: readonly Example[]): Example[] {
    return examples.map((example) => {
      const group = this.filmOf(example.id);
      return group === undefined ? example : { ...example, group };
    });
  }

  private filmOf(id: string): string | undefined {
    const [, folder = '', index] = /^(.+)\/(\d{1,6})_\d{1,2}\.txt$/.exec(id) ?? [];
    const film = index === undefined ? undefined : this.lists.get(folder)?.[Number(index)];
    return film || undefined;
  }
}

/** 'tt0453418' for 'http://www.imdb.com/title/tt0453418/usercomments'; another address as it stands. */
function filmOfAddress(address: string): string {
  return /\/title\/(tt\d+)(?:\/|$)/.exec(address)?.[1] ?? address.trim();
}
