import { describe, expect, it } from 'vitest';
import type { Explanation } from '../api/index.js';
import {
  curvePoints,
  meaningOf,
  probabilityOf,
  readings,
  strongest,
  sumOfWords,
  unknownWords,
  weights,
} from './explanation-figures.js';

const text = 'Good, good zyx fog';
const explanation: Explanation = {
  label: 'positive',
  probability: 0.9,
  scores: { negative: 0.1, positive: 0.9 },
  tokens: { total: 5, used: 5, unknown: 1 },
  truncated: false,
  target: 'positive',
  method: 'integrated-gradients',
  logOdds: 2.2,
  baselineLogOdds: 0.2,
  words: [
    { start: 0, end: 4, contribution: 1.5, known: true },
    { start: 4, end: 5, contribution: 0.001, known: true },
    { start: 6, end: 10, contribution: 1, known: true },
    { start: 11, end: 14, contribution: 0, known: false },
    { start: 15, end: 18, contribution: -0.5, known: true },
  ],
  rest: -0.001,
  curve: [
    { end: 4, probability: 0.8 },
    { end: 10, probability: 0.95 },
    { end: 18, probability: 0.9 },
  ],
};

describe('what the page reckons from an explanation', () => {
  it('weighs words by the strongest', () => {
    expect(weights(explanation)).toEqual([1, 0.001 / 1.5, 1 / 1.5, 0, 0.5 / 1.5]);
  });

  it('leaves words pale when none of them counts much', () => {
    const words = [{ start: 0, end: 4, contribution: 0.04, known: true }];
    expect(weights({ ...explanation, words })[0]).toBeCloseTo(0.1);
  });

  it('knows what the verdict was after each word', () => {
    expect(readings(explanation)).toEqual([0.8, 0.8, 0.95, 0.95, 0.9]);
  });

  it('draws the curve over the words read', () => {
    expect(curvePoints(explanation)).toEqual([
      [1, 0.8],
      [3, 0.95],
      [5, 0.9],
    ]);
  });

  it('takes the same word together, and leaves out what counts next to nothing', () => {
    expect(strongest(explanation, text, 1, 5)).toEqual([
      { word: 'Good', contribution: 2.5, indices: [0, 2] },
    ]);
    expect(strongest(explanation, text, -1, 5).map(({ word }) => word)).toEqual(['fog']);
  });

  it('names the unknown words', () => {
    expect(unknownWords(explanation, text)).toEqual(['zyx']);
  });

  it('speaks of the other label where there are two, of all others where there are more', () => {
    expect(meaningOf(explanation)).toContain('both labels are equally likely');
    const scores = { negative: 0.2, neutral: 0.3, positive: 0.5 }; // log-odds 0: as likely as the two together
    expect(meaningOf({ scores, target: 'positive' })).toMatch(
      /against all other labels together: at 0 it is as likely/,
    );
  });

  it('adds up to the log-odds and their probability', () => {
    const { baselineLogOdds, rest, logOdds } = explanation;
    expect(baselineLogOdds + sumOfWords(explanation) + rest).toBeCloseTo(logOdds, 10);
    expect(probabilityOf(0)).toBe(0.5);
  });
});
