/** The distinct tokens of a batch: only their rows of the embedding table are fed and updated. */
import { UNKNOWN_ID } from '../text/index.js';

/** The distinct token ids of a batch, each with its place: the rows of the embedding table that a step needs. */
export class DistinctTokens {
  /** place[id] is meant only where placedIn[id] is the current round. */
  private readonly place: Int32Array;
  private readonly placedIn: Int32Array;
  private round = 0;
  /** The ids in the order of their places. */
  ids: number[] = [];

  constructor(vocabularySize: number) {
    this.place = new Int32Array(vocabularySize);
    this.placedIn = new Int32Array(vocabularySize);
  }

  /** Forgets everything but the unknown word. */
  clear(): void {
    this.round++;
    this.ids = [];
    this.add(UNKNOWN_ID);
  }

  addAll(ids: Int32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) this.add(ids[i]!);
  }

  add(id: number): void {
    if (this.placedIn[id] === this.round) return;
    this.placedIn[id] = this.round;
    this.place[id] = this.ids.length;
    this.ids.push(id);
  }

  /** Puts the places in the order of the ids: frequent words are neighbours in memory then, and a step reads and writes it in one direction. */
  sort(): void {
    let places = 0;
    for (let id = 0; id < this.placedIn.length; id++) {
      if (this.placedIn[id] !== this.round) continue;
      this.ids[places] = id;
      this.place[id] = places++;
    }
  }

  placeOf(id: number): number {
    return this.place[id]!;
  }
}
