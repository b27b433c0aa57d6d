import { describe, expect, it } from 'vitest';
import { joinOverlapping } from './join-overlapping.js';

const word = (start: number, end: number, contribution = 0, known = true) => ({
  ...{ start, end, contribution, known },
});

describe('the words of a text', () => {
  it('are as they come where none shares a character', () => {
    const words = [word(0, 1, 0.5), word(2, 5, -1, false), word(5, 6)];
    expect(joinOverlapping(words)).toEqual(words);
  });

  it('are one where several tokens come of one character', () => {
    // 'A 2½ star': ½ is read as 1, ⁄ and 2
    const words = [
      word(0, 1),
      word(2, 3),
      word(3, 4, 0.25),
      word(3, 4, 0.5, false),
      word(3, 4, -1),
      word(5, 9),
    ];
    expect(joinOverlapping(words)).toEqual([word(0, 1), word(2, 3), word(3, 4, -0.25, false), word(5, 9)]);
  });

  it('are one where they overlap in part, and the sum stays', () => {
    const words = [word(0, 3, 1), word(2, 5, 2), word(4, 6, 4), word(1, 2, 8), word(6, 7, 16)];
    expect(joinOverlapping(words)).toEqual([word(0, 6, 15), word(6, 7, 16)]);
  });

  it('may be none', () => {
    expect(joinOverlapping([])).toEqual([]);
  });
});
